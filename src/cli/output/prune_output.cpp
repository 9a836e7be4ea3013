#include "cli/output/prune_output.h"

#include <fmt/core.h>

#include "cli/effect.h"
#include "cli/output/counted.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/text_table.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// Enough to know the key by in other records, as this one is the last that azen has of it.
Json key_json(const DeadKey& dead)
{
    return {{"id", dead.key.id},
            {"name", dead.key.name},
            {"start", dead.key.start},
            {"organizationId", dead.key.organization_id},
            {"cause", to_string(dead.death.cause)},
            {"since", format_timestamp(dead.death.since)},
            {"requestCount", dead.key.use.request_count}};
}

}  // namespace

void print_pruned(Context& context, std::span<const DeadKey> keys, const Output& output)
{
    if (output.is_for_people()) {
        if (!keys.empty()) {
            print_dead_keys(context.out, keys, context.clock.now());
        }
        print_note(
            context,
            fmt::format(
                "{} {} removed", counted(keys.size(), "key"), are_done(context, keys.size())));
        return;
    }
    Json records = Json::array();
    for (const DeadKey& dead : keys) {
        records.push_back(key_json(dead));
    }
    print_listing(context,
                  output,
                  {.schema = "azen.pruned-keys/v1",
                   .members = Json{{"keys", records}},
                   .kind = kind::pruned_key,
                   .records = records});
}

void print_dead_keys(std::ostream& out, std::span<const DeadKey> keys, Timestamp now)
{
    TextTable table{{"KEY", "START", "ID", "CAUSE", "SINCE", "USED"}};
    for (const DeadKey& dead : keys) {
        table.add({dead.key.name,
                   dead.key.start + "…",
                   dead.key.id,
                   std::string{to_string(dead.death.cause)},
                   format_relative(dead.death.since, now),
                   std::to_string(dead.key.use.request_count)});
    }
    table.print(out);
}

}  // namespace azen::cli
