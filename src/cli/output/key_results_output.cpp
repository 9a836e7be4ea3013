#include "cli/output/key_results_output.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "cli/output/key_output.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/text_table.h"
#include "core/key/key_json.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

bool has_failed(const KeyResult& result)
{
    return !result.outcome.has_value();
}

// The status that the same failure would have had as a command of its own, so that scripts need to
// know one set of numbers only.
Json json_of(const Error& error)
{
    return {{"exitStatus", static_cast<int>(exit_status_of(error.kind))},
            {"message", error.message},
            {"hint", error.hint.empty() ? Json(nullptr) : Json(error.hint)}};
}

Json json_of(const KeyResult& result, Timestamp now)
{
    const bool failed = has_failed(result);
    return {{"reference", result.reference},
            {"done", !failed},
            {"error", failed ? json_of(result.outcome.error()) : Json(nullptr)},
            {"key", failed ? Json(nullptr) : key_to_json(*result.outcome, now)}};
}

void print_results(Context& context, std::span<const KeyResult> results, const Output& output)
{
    const Timestamp now = context.clock.now();
    Json objects = Json::array();
    Json keys = Json::array();
    for (const KeyResult& result : results) {
        objects.push_back(json_of(result, now));
        if (!has_failed(result)) {
            keys.push_back(key_to_json(*result.outcome, now));
        }
    }
    const std::size_t done = keys.size();
    print_listing(context,
                  output,
                  {.schema = "azen.key-results/v1",
                   .members = Json{{"results", std::move(objects)},
                                   {"done", done},
                                   {"failed", results.size() - done}},
                   .kind = kind::key,
                   .records = std::move(keys)});
}

// Where the results are keys alone, what became of the others has no place among them.
void report_failures(Context& context, std::span<const KeyResult> results)
{
    for (const KeyResult& result : results) {
        if (has_failed(result)) {
            print_error(context, result.outcome.error());
        }
    }
}

// An ambiguous name comes with its candidates, a line each: a table has room for the first line.
std::string first_line(const std::string& message)
{
    return message.substr(0, message.find('\n'));
}

void print_results_table(Context& context, std::span<const KeyResult> results)
{
    if (results.empty()) {
        print_note(context, "no keys were named: nothing was done");
        return;
    }
    TextTable table{{"KEY", "RESULT"}};
    for (const KeyResult& result : results) {
        table.add({result.reference,
                   has_failed(result) ? "failed: " + first_line(result.outcome.error().message)
                                      : result.sentence});
    }
    table.print(context.out);
}

}  // namespace

ExitStatus print_key_results(Context& context,
                             std::span<const KeyResult> results,
                             const Output& output)
{
    const auto failed = std::ranges::count_if(results, has_failed);
    if (output.is_for_people()) {
        print_results_table(context, results);
    } else {
        print_results(context, results, output);
        if (output.format != OutputFormat::json || !output.field.empty()) {
            report_failures(context, results);
        }
    }
    if (failed > 0) {
        print_note(context, fmt::format("{} of {} failed", failed, results.size()));
    }
    return failed > 0 ? ExitStatus::partial : ExitStatus::ok;
}

}  // namespace azen::cli
