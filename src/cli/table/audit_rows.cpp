#include <array>

#include "cli/commands/audit_export.h"
#include "cli/commands/audit_follow.h"
#include "cli/commands/audit_list.h"
#include "cli/commands/audit_verify.h"
#include "cli/output/record_kind.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"

namespace azen::cli {
namespace {

constexpr std::array list_options{&option::subject,
                                  &option::since,
                                  &option::page,
                                  &option::entry_limit,
                                  &option::db,
                                  &option::rows_output,
                                  &option::field};
constexpr std::array list_examples{
    Example{"azen audit list --subject ci", "what happened to one key"},
    Example{"azen audit list --since 7d --output csv", "a week of changes, for a spreadsheet"}};

constexpr std::array follow_options{&option::db, &option::line_output};
constexpr std::array follow_examples{
    Example{"azen audit follow --output jsonl | logger -t azen", "into the system log"}};

constexpr std::array verify_options{
    &option::anchor, &option::db, &option::report_output, &option::field};
constexpr std::array verify_examples{
    Example{"azen audit verify", "is the trail what it was?"},
    Example{"azen audit verify --field end >> /mnt/elsewhere/azen-ends", "and note its end"}};
constexpr std::array verify_exits{
    ExitNote{ExitStatus::negative, "the trail has been tampered with"}};

constexpr std::array export_options{&option::db};
constexpr std::array export_examples{Example{"azen audit export > audit.jsonl", "all of it"}};

constexpr std::array rows{
    Command{.words = "audit list",
            .summary = "show who changed what, newest first",
            .description = "Shows the entries of the audit trail, a page at a time.",
            .options = list_options,
            .examples = list_examples,
            .run = parse_and_run<audit_list::parse, audit_list::run>,
            .paging = Paging::yes,
            .prints = &kind::audit_entry},
    Command{.words = "audit follow",
            .summary = "show changes as they are made",
            .description = "Shows the last ten entries of the audit trail, and then each new one "
                           "within a second, until it is interrupted.",
            .options = follow_options,
            .examples = follow_examples,
            .run = parse_and_run<audit_follow::parse, audit_follow::run>},
    Command{
        .words = "audit verify",
        .summary = "check that nobody tampered with the audit trail",
        .description =
            "Works out the hash of every row again, and names the first one that was changed, "
            "replaced or taken out.\n\n"
            "Whoever can write to the store could make the hashes anew, from some row on; for the "
            "last row that is its own hash alone. Against that, keep the end that this command "
            "prints somewhere else, and give it with --anchor the next time.",
        .options = verify_options,
        .examples = verify_examples,
        .exit_notes = verify_exits,
        .run = parse_and_run<audit_verify::parse, audit_verify::run>,
        .prints = &kind::audit_check},
    Command{.words = "audit export",
            .summary = "write the whole audit trail as JSON lines",
            .description =
                "Writes every entry as a JSON object on a line of its own, oldest first, with the "
                "hashes that bind it to the one before it.",
            .options = export_options,
            .examples = export_examples,
            .run = parse_and_run<audit_export::parse, audit_export::run>},
};

}  // namespace

std::span<const Command> audit_rows()
{
    return rows;
}

}  // namespace azen::cli
