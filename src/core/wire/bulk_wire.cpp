/// What pruning and importing come to, for key_wire.h.

#include <array>
#include <utility>

#include "core/base/or_null.h"
#include "core/base/time_text.h"
#include "core/key/key_json.h"
#include "core/wire/key_wire.h"
#include "core/wire/wire_reader.h"

namespace azen::key_wire {
namespace {

constexpr std::array all_statuses{KeyStatus::active,
                                  KeyStatus::disabled,
                                  KeyStatus::expired,
                                  KeyStatus::exhausted,
                                  KeyStatus::revoked};
constexpr std::array all_outcomes{KeyImportOutcome::added,
                                  KeyImportOutcome::replaced,
                                  KeyImportOutcome::skipped,
                                  KeyImportOutcome::rejected};

/// What an import may reject an item for.
struct KindName {
    ErrorKind kind;
    std::string_view name;
};
constexpr std::array kind_names{KindName{ErrorKind::invalid, "invalid"},
                                KindName{ErrorKind::conflict, "conflict"},
                                KindName{ErrorKind::not_found, "not_found"}};

std::string_view to_string(const KindName& kind)
{
    return kind.name;
}

// Whatever else it may be is the server's own trouble.
std::string_view name_of(ErrorKind kind)
{
    const auto* const found = std::ranges::find(kind_names, kind, &KindName::kind);
    return found == kind_names.end() ? kind_names.front().name : found->name;
}

Json result_json(const KeyImportResult& result)
{
    return {{"line", result.line},
            {"id", result.id},
            {"name", result.name},
            {"outcome", to_string(result.outcome)},
            {"error", or_null(result.error, [](const Error& error) { return format(error); })}};
}

Result<KeyImportResult> parse_result(const Json& json)
{
    FieldReader reader{json};
    KeyImportResult result{
        .line = static_cast<std::size_t>(reader.integer("line", 0, INT64_MAX)),
        .id = reader.text("id"),
        .name = reader.text("name"),
        .outcome = wire::choice<KeyImportOutcome>(reader, "outcome", all_outcomes),
        .error = wire::nested_or_null(reader, "error", parse_error)};
    TRY(reader.finish_open());
    return result;
}

}  // namespace

Json format(const DeadKey& dead, Timestamp now)
{
    return {{"apiKey", key_to_json(dead.key, now)},
            {"cause", azen::to_string(dead.death.cause)},
            {"since", format_timestamp(dead.death.since)}};
}

Result<DeadKey> parse_dead_key(const Json& json)
{
    FieldReader reader{json};
    DeadKey dead{.key = wire::nested(reader, "apiKey", parse_key).value_or(ApiKey{}),
                 .death = {.cause = wire::choice<KeyStatus>(reader, "cause", all_statuses),
                           .since = reader.time("since")}};
    TRY(reader.finish_open());
    return dead;
}

Json format(const KeyImportReport& report)
{
    Json results = Json::array();
    for (const KeyImportResult& result : report.results) {
        results.push_back(result_json(result));
    }
    return {{"committed", report.committed}, {"results", results}};
}

Result<KeyImportReport> parse_import_report(const Json& json)
{
    FieldReader reader{json};
    KeyImportReport report{.results = wire::list(reader, "results", parse_result),
                           .committed = reader.boolean("committed")};
    TRY(reader.finish_open());
    return report;
}

Json format(const Error& error)
{
    return {{"kind", name_of(error.kind)}, {"message", error.message}, {"hint", error.hint}};
}

Result<Error> parse_error(const Json& json)
{
    FieldReader reader{json};
    Error error{.kind = wire::choice<KindName>(reader, "kind", kind_names).kind,
                .message = reader.text("message"),
                .hint = reader.text("hint")};
    TRY(reader.finish_open());
    return error;
}

}  // namespace azen::key_wire
