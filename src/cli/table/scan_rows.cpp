#include <array>

#include "cli/commands/scan.h"
#include "cli/output/record_kind.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"
#include "cli/table/secret_options.h"

namespace azen::cli {
namespace {

constexpr std::array scan_positionals{
    Positional{.name = "PATH",
               .help = "files, directories, or - for standard input",
               .presence = Presence::optional,
               .occurs = Occurs::repeatedly,
               .completion = Completion::file}};
constexpr std::array scan_options{&option::staged,
                                  &option::exclude,
                                  &option::revoke_found,
                                  &option::rotate_found,
                                  &option::to_directory,
                                  &option::deliver,
                                  &option::grace,
                                  &option::now,
                                  &option::yes,
                                  &option::dry_run,
                                  &option::print_gitleaks_rule,
                                  &option::print_pre_commit_hook,
                                  &option::db,
                                  &option::leaks_output,
                                  &option::field};
constexpr std::array scan_examples{
    Example{"azen scan .", "all files below this directory"},
    Example{"azen scan --staged", "what is about to be committed"},
    Example{"git log -p | azen scan -", "and what ever was"},
    Example{"azen scan . --output sarif > azen.sarif", "for a code host"},
    Example{"azen scan --print-pre-commit-hook > .git/hooks/pre-commit && chmod +x .git/hooks/*",
            "before each commit"},
    Example{"azen scan . --rotate-found --to-directory new",
            "a new secret for each key that is found"}};
constexpr std::array scan_exits{
    ExitNote{ExitStatus::partial,
             "no key in what could be read, but something could not be; or a key was not rotated"},
    ExitNote{ExitStatus::declined, "--revoke-found or --now was not confirmed"},
    ExitNote{ExitStatus::negative, "there is a key"}};

constexpr std::array rows{Command{
    .words = "scan",
    .summary = "look for API keys in files and staged changes",
    .description =
        "Looks for API keys where they should not be, and says where each stands, how it starts, "
        "and, if the local store knows it, whose it is and whether it still works; never the key "
        "itself, and nothing is charged. Binary files, symbolic links and the directories of "
        "version control are left out.\n\n"
        "A key is recognised by its checksum, so what is reported is one. Keys of the hosted "
        "service have none and are told by their form. A key with a prefix of its own is found "
        "where it stands as a word by itself.\n\n"
        "--staged looks at the lines that the next commit adds, and names files from the root of "
        "the repository.\n\n"
        "--rotate-found makes a new secret for each key of the local store of which one that still "
        "works was found, and hands it over as keys rotate --all does. The grace of the found one "
        "begins at once; --now leaves it none.",
    .positionals = scan_positionals,
    .options = scan_options,
    .examples = scan_examples,
    .exit_notes = scan_exits,
    .run = parse_and_run<scan::parse, scan::run>,
    .prints = &kind::leak}};

}  // namespace

std::span<const Command> scan_rows()
{
    return rows;
}

}  // namespace azen::cli
