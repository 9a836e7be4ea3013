#include <array>

#include "cli/commands/complete.h"
#include "cli/commands/help.h"
#include "cli/commands/version.h"
#include "cli/output/record_kind.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"

namespace azen::cli {
namespace {

constexpr std::array version_options{&option::report_output, &option::field};
constexpr std::array version_examples{Example{"azen version", "the same as azen --version"}};

// The words of a command may be any number, so they are one repeated argument.
constexpr std::array help_positionals{Positional{.name = "WORDS",
                                                 .help = "a command or its first word: keys create",
                                                 .presence = Presence::optional,
                                                 .occurs = Occurs::repeatedly}};
constexpr std::array help_options{&option::man, &option::completion};
constexpr std::array help_examples{
    Example{"azen help keys create", "the same as azen keys create --help"},
    Example{"azen help --man azen-keys | man -l -", "a manual page"},
    Example{"azen help --completion bash > azen.bash", "completions to be sourced"}};

constexpr std::array complete_positionals{
    Positional{.name = "WHAT", .help = "what to list: keys, profiles"}};
constexpr std::array complete_options{&option::db};
constexpr std::array complete_examples{Example{"azen complete keys", "for completions"}};

// `complete` is hidden: its words are between us and the completion scripts.
constexpr std::array rows{
    Command{.words = "version",
            .summary = "print the version",
            .description = "Prints which release this is.",
            .options = version_options,
            .examples = version_examples,
            .run = parse_and_run<version_command::parse, version_command::run>,
            .prints = &kind::version},
    Command{.words = "help",
            .summary = "explain a command, or write the manual pages and completions",
            .description = "Shows what a command does and takes. The manual pages and the shell "
                           "completions that come with azen are written by this command too.",
            .positionals = help_positionals,
            .options = help_options,
            .examples = help_examples,
            .run = parse_and_run<help::parse, help::run>,
            .paging = Paging::yes},
    Command{
        .words = "complete",
        .summary = "list names for shell completions",
        .description =
            "Prints the names of keys or of profiles, a line each; nothing at all when anything is "
            "in the way.",
        .positionals = complete_positionals,
        .options = complete_options,
        .examples = complete_examples,
        .run = parse_and_run<complete::parse, complete::run>,
        .visibility = Visibility::hidden},
};

}  // namespace

std::span<const Command> help_rows()
{
    return rows;
}

}  // namespace azen::cli
