#include <array>

#include "cli/commands/config_explain.h"
#include "cli/commands/profile_add.h"
#include "cli/commands/profile_list.h"
#include "cli/commands/profile_remove.h"
#include "cli/commands/profile_show.h"
#include "cli/commands/profile_use.h"
#include "cli/output/record_kind.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"

namespace azen::cli {
namespace {

constexpr Positional name{
    .name = "NAME", .help = "a profile's name", .completion = Completion::profile};
constexpr std::array name_only{name};

constexpr std::array add_positionals{
    Positional{.name = "NAME", .help = "what to call it: 1 to 32 of A-Z a-z 0-9 _ -"}};
constexpr std::array add_options{&option::profile_base_url,
                                 &option::profile_key_file,
                                 &option::key_command,
                                 &option::profile_key_stdin,
                                 &option::profile_db,
                                 &option::replace,
                                 &option::dry_run,
                                 &option::output,
                                 &option::field};
constexpr std::array add_examples{
    Example{"azen profile add work --key-command 'pass show azen'", "the hosted service"},
    Example{"azen profile add laptop --base-url http://127.0.0.1:8080 --key-stdin < ci.key",
            "a server on this machine, its key kept in a file"}};
constexpr std::array add_exits{
    ExitNote{ExitStatus::conflict, "there is a profile of that name, and no --replace"}};

constexpr std::array change_options{&option::dry_run, &option::output, &option::field};
constexpr std::array use_examples{Example{"azen profile use work", "from now on"}};

constexpr std::array look_options{&option::output, &option::field};
constexpr std::array list_examples{Example{"azen profile list", "what there is"}};

constexpr std::array show_positionals{
    Positional{.name = "NAME",
               .help = "a profile's name (without: the one in use)",
               .presence = Presence::optional,
               .completion = Completion::profile}};
constexpr std::array show_examples{
    Example{"azen profile show", "the one in use"},
    Example{"azen profile show work --field keyFileState", "is its key there?"}};

constexpr std::array remove_options{
    &option::yes, &option::dry_run, &option::output, &option::field};
constexpr std::array remove_examples{
    Example{"azen profile remove laptop --yes", "without being asked"}};
constexpr std::array remove_exits{
    ExitNote{ExitStatus::declined, "not confirmed: no terminal to ask at, and no --yes"}};

constexpr std::array explain_options{&option::db,
                                     &option::base_url,
                                     &option::key_file,
                                     &option::key_stdin,
                                     &option::output,
                                     &option::field};
constexpr std::array explain_examples{
    Example{"azen config explain", "what does a command work with here, and why?"},
    Example{"azen config explain --profile work", "and with that profile?"}};

constexpr std::array rows{
    Command{.words = "profile add",
            .summary = "write down a server, a key and a store under a name",
            .description =
                "Adds a profile to the configuration file. The key itself is not in it: it is read "
                "from a file, from what a command prints, or from a file that azen makes when the "
                "key is given on standard input. A profile's key is sent to the profile's server "
                "only.\n\n"
                "The first profile becomes the one in use.",
            .positionals = add_positionals,
            .options = add_options,
            .examples = add_examples,
            .exit_notes = add_exits,
            .run = parse_and_run<profile_add::parse, profile_add::run>,
            .prints = &kind::profile},
    Command{.words = "profile use",
            .summary = "choose the profile that commands work with",
            .description =
                "Puts a profile in use. AZEN_PROFILE overrules it for a shell, --profile "
                "for a command.",
            .positionals = name_only,
            .options = change_options,
            .examples = use_examples,
            .run = parse_and_run<profile_use::parse, profile_use::run>,
            .prints = &kind::profile},
    Command{.words = "profile list",
            .summary = "list the profiles",
            .description = "Lists profiles with their servers and where their keys come from, and "
                           "says what is wrong with a key file. No server is asked.",
            .options = look_options,
            .examples = list_examples,
            .run = parse_and_run<profile_list::parse, profile_list::run>,
            .paging = Paging::yes,
            .prints = &kind::profile},
    Command{.words = "profile show",
            .summary = "show a profile, and whether its key is there",
            .description = "Shows what is written down, and whether the key file is there and its "
                           "owner's alone. No server is asked, and no key_command is run.",
            .positionals = show_positionals,
            .options = look_options,
            .examples = show_examples,
            .run = parse_and_run<profile_show::parse, profile_show::run>,
            .prints = &kind::profile},
    Command{.words = "profile remove",
            .summary = "take a profile out of the configuration",
            .description =
                "Removes a profile, and its key when azen keeps it; a key file of your own stays. "
                "Asks first on a terminal; elsewhere it needs --yes.",
            .positionals = name_only,
            .options = remove_options,
            .examples = remove_examples,
            .exit_notes = remove_exits,
            .run = parse_and_run<profile_remove::parse, profile_remove::run>,
            .prints = &kind::profile},
    Command{
        .words = "config explain",
        .summary = "show every setting and where it comes from",
        .description =
            "Shows what a command would work with here: options beat the environment, the "
            "environment beats the profile, the profile beats defaults. Of a key it tells where "
            "it would be read, and reads nothing.",
        .options = explain_options,
        .examples = explain_examples,
        .run = parse_and_run<config_explain::parse, config_explain::run>,
        .prints = &kind::setting},
};

}  // namespace

std::span<const Command> profile_rows()
{
    return rows;
}

}  // namespace azen::cli
