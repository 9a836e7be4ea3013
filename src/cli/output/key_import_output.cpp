#include "cli/output/key_import_output.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>

#include "cli/effect.h"
#include "cli/output/counted.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/text_table.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

std::size_t count(const KeyImportReport& report, KeyImportOutcome outcome)
{
    return static_cast<std::size_t>(
        std::ranges::count(report.results, outcome, &KeyImportResult::outcome));
}

Json result_json(const KeyImportResult& result)
{
    return {{"line", result.line},
            {"id", result.id.empty() ? Json(nullptr) : Json(result.id)},
            {"name", result.name.empty() ? Json(nullptr) : Json(result.name)},
            {"outcome", to_string(result.outcome)},
            {"problem", result.error ? Json(result.error->message) : Json(nullptr)}};
}

void print_import_records(Context& context, const KeyImportReport& report, const Output& output)
{
    Json results = Json::array();
    for (const KeyImportResult& result : report.results) {
        results.push_back(result_json(result));
    }
    print_listing(context,
                  output,
                  {.schema = "azen.key-import/v1",
                   .members = Json{{"results", results},
                                   {"added", count(report, KeyImportOutcome::added)},
                                   {"replaced", count(report, KeyImportOutcome::replaced)},
                                   {"skipped", count(report, KeyImportOutcome::skipped)},
                                   {"rejected", count(report, KeyImportOutcome::rejected)},
                                   {"committed", report.committed}},
                   .kind = kind::imported_key,
                   .records = results});
}

void print_rejected(Context& context, const KeyImportReport& report)
{
    TextTable table{{"LINE", "KEY", "PROBLEM"}};
    for (const KeyImportResult& result : report.results) {
        if (result.error) {
            table.add({std::to_string(result.line),
                       result.name.empty() ? result.id : result.name,
                       result.error->message});
        }
    }
    table.print(context.out);
}

}  // namespace

void print_key_import(Context& context, const KeyImportReport& report, const Output& output)
{
    if (!output.is_for_people()) {
        print_import_records(context, report, output);
        return;
    }
    if (!report.committed) {
        print_rejected(context, report);
        return;
    }
    print_done(context,
               fmt::format("{} {} added, {} replaced, {} skipped",
                           counted(count(report, KeyImportOutcome::added), "key"),
                           are_done(context, count(report, KeyImportOutcome::added)),
                           count(report, KeyImportOutcome::replaced),
                           count(report, KeyImportOutcome::skipped)));
}

Result<void> verdict_on(const KeyImportReport& report)
{
    const auto rejected =
        std::ranges::find(report.results, KeyImportOutcome::rejected, &KeyImportResult::outcome);
    if (rejected == report.results.end()) {
        return {};
    }
    const ErrorKind kind = rejected->error ? rejected->error->kind : ErrorKind::invalid;
    return fail(kind,
                fmt::format("nothing was imported: {} of {} cannot be",
                            count(report, KeyImportOutcome::rejected),
                            counted(report.results.size(), "key")),
                kind == ErrorKind::conflict
                    ? "--on-conflict skip leaves keys that are there, replace overwrites them"
                    : "mend these lines, or take them out, and import again");
}

}  // namespace azen::cli
