#include "cli/output/import_output.h"

#include <fmt/core.h>

#include "cli/output/counted.h"
#include "cli/output/record.h"
#include "cli/output/report.h"

namespace azen::cli {
namespace {

// A dry run asks no server, so it cannot know which memories are there already.
std::string sentence_about(const ImportCounts& counts, const Context& context)
{
    const std::string rejected = counted(static_cast<std::size_t>(counts.rejected), "line");
    if (context.manners.effect == Effect::trial) {
        return fmt::format(
            "{} would be sent, {} would be rejected", counted_memories(counts.created), rejected);
    }
    return fmt::format("{} {} new, {} {} there before, {} {} rejected",
                       counted_memories(counts.created),
                       counts.created == 1 ? "is" : "are",
                       counts.duplicated,
                       counts.duplicated == 1 ? "was" : "were",
                       rejected,
                       counts.rejected == 1 ? "was" : "were");
}

}  // namespace

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
    print_done(context, sentence_about(counts, context));
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
