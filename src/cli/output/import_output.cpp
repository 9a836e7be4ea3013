#include "cli/output/import_output.h"

#include <fmt/core.h>

#include "cli/output/record.h"
#include "cli/output/report.h"

namespace azen::cli {

// For people, what was done before by the same command counts as done, and is told of apart.
void print_import(Context& context,
                  const ImportReport& report,
                  const std::filesystem::path& rejects,
                  const Output& output)
{
    const ImportCounts& counts = report.counts;
    const bool has_rejects = counts.rejected > 0 && !rejects.empty();
    if (!output.is_for_people()) {
        print_record(
            context,
            output,
            kind::import_report,
            {{"complete", report.complete},
             {"created", counts.created},
             {"duplicated", counts.duplicated},
             {"rejected", counts.rejected},
             {"skipped", report.skipped},
             {"rejects", has_rejects ? nlohmann::ordered_json(rejects.string()) : nullptr}});
        return;
    }
    print_done(context,
               fmt::format("{} memories are new, {} were there before, {} lines were rejected",
                           counts.created,
                           counts.duplicated,
                           counts.rejected));
    if (report.skipped > 0) {
        print_note(context,
                   fmt::format("{} of these lines were done by an earlier run", report.skipped));
    }
    if (has_rejects) {
        print_note(
            context,
            fmt::format("the rejected lines are in {}: mend them there, and import that file",
                        rejects.string()));
    }
    if (!report.complete) {
        print_note(context, "not all lines were reached; the same command goes on from here");
    }
}

}  // namespace azen::cli
