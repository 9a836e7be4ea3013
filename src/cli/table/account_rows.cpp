#include <array>

#include "cli/commands/orgs_create.h"
#include "cli/commands/orgs_list.h"
#include "cli/commands/orgs_members.h"
#include "cli/commands/sessions_list.h"
#include "cli/commands/sessions_revoke.h"
#include "cli/commands/users_create.h"
#include "cli/commands/users_enable.h"
#include "cli/commands/users_list.h"
#include "cli/commands/users_passwd.h"
#include "cli/output/record_kind.h"
#include "cli/table/account_options.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"

namespace azen::cli {
namespace {

constexpr std::array user_only{
    Positional{.name = "USER", .help = "a user's name, its id, or its address"}};
constexpr std::array new_user{
    Positional{.name = "NAME", .help = "what people call it, 1 to 64 characters, unique"}};
constexpr std::array new_organization{
    Positional{.name = "NAME", .help = "what people call it, 1 to 64 characters, unique"}};
constexpr std::array organization_only{
    Positional{.name = "ORG", .help = "an organization's name or id"}};
constexpr std::array session_or_none{Positional{.name = "SESSION",
                                                .help = "a session's id, as the list shows it",
                                                .presence = Presence::optional}};

// What every listing has, and what every change has.
constexpr std::array list_options{
    &option::page, &option::account_limit, &option::db, &option::output, &option::field};
constexpr std::array change_options{&option::dry_run, &option::db, &option::output, &option::field};

constexpr std::array create_user_options{&option::email,
                                         &option::password_file,
                                         &option::password_stdin,
                                         &option::dry_run,
                                         &option::db,
                                         &option::output,
                                         &option::field};
constexpr std::array create_user_examples{
    Example{"azen users create ann --email ann@example.org", "asks for the password, twice"},
    Example{"azen users create bob --email bob@example.org --password-file bob.password",
            "for a script"}};
constexpr std::array list_users_examples{
    Example{"azen users list", "the newest fifty"},
    Example{"azen users list --field email", "all addresses of the page, for a script"}};
constexpr std::array passwd_examples{Example{"azen users passwd ann", "a new password for ann"},
                                     Example{"azen users passwd local --email me@example.org",
                                             "let the user that made the first keys sign in"}};
constexpr std::array enable_examples{Example{"azen users enable ann", "let ann sign in again"}};
constexpr std::array disable_examples{Example{"azen users disable ann", "end what ann has open"}};

constexpr std::array create_organization_options{
    &option::slug, &option::owner, &option::dry_run, &option::db, &option::output, &option::field};
constexpr std::array create_organization_examples{
    Example{"azen orgs create acme --owner ann", "an organization that ann may do everything in"}};
constexpr std::array list_organizations_examples{Example{"azen orgs list", "the newest fifty"}};
constexpr std::array members_options{&option::add,
                                     &option::role,
                                     &option::remove,
                                     &option::dry_run,
                                     &option::db,
                                     &option::output,
                                     &option::field};
constexpr std::array members_examples{
    Example{"azen orgs members acme", "who belongs to it"},
    Example{"azen orgs members acme --add bob --role admin", "bob may administer its keys"},
    Example{"azen orgs members acme --remove bob", "bob sees nothing of it any more"}};

constexpr std::array list_sessions_options{&option::of_user,
                                           &option::page,
                                           &option::account_limit,
                                           &option::db,
                                           &option::output,
                                           &option::field};
constexpr std::array list_sessions_examples{
    Example{"azen sessions list", "who is signed in"},
    Example{"azen sessions list --user ann", "and where ann is"}};
constexpr std::array revoke_options{
    &option::of_user, &option::dry_run, &option::db, &option::output, &option::field};
constexpr std::array revoke_examples{
    Example{"azen sessions revoke 3f2c1f2e-6d3a-4a51-9a53-0c1d2e3f4a5b", "one session"},
    Example{"azen sessions revoke --user ann", "everything ann has open"}};

constexpr std::array rows{
    Command{.words = "users create",
            .summary = "make a user",
            .description =
                "Makes a user. With an address it can sign in, and azen asks for its password at "
                "the terminal, without showing it; for scripts it comes from a file or standard "
                "input, the first line of which it is. A password has 8 to 128 characters.\n\n"
                "A user belongs to no organization until `azen orgs` makes it a member. The store "
                "is made when it is not there.",
            .positionals = new_user,
            .options = create_user_options,
            .examples = create_user_examples,
            .run = parse_and_run<users_create::parse, users_create::run>,
            .prints = &kind::user},
    Command{.words = "users list",
            .summary = "list the users, newest first",
            .description = "Lists users, and whether they can sign in.",
            .options = list_options,
            .examples = list_users_examples,
            .run = parse_and_run<users_list::parse, users_list::run>,
            .prints = &kind::user},
    Command{.words = "users passwd",
            .summary = "give a user a new password",
            .description =
                "Sets the password that a user signs in with, and its address if one is given. All "
                "of its sessions are ended: whoever knew the old password is out.",
            .positionals = user_only,
            .options = create_user_options,
            .examples = passwd_examples,
            .run = parse_and_run<users_passwd::parse, users_passwd::run>,
            .prints = &kind::user},
    Command{.words = "users enable",
            .summary = "let a disabled user sign in again",
            .description = "Lets a disabled user sign in again, with the password it had.",
            .positionals = user_only,
            .options = change_options,
            .examples = enable_examples,
            .run = parse_and_run<users_enable::parse, users_enable::run_enable>,
            .prints = &kind::user},
    Command{.words = "users disable",
            .summary = "end a user's sessions, and let it open no more",
            .description =
                "Ends all sessions of a user and refuses to sign it in. The keys that it made are "
                "the organization's and go on working: `azen keys disable` refuses those.",
            .positionals = user_only,
            .options = change_options,
            .examples = disable_examples,
            .run = parse_and_run<users_enable::parse, users_enable::run_disable>,
            .prints = &kind::user},
    Command{.words = "orgs create",
            .summary = "make an organization",
            .description = "Makes an organization, whose memories, keys and usage no other sees. "
                           "The store is made when it is not there.",
            .positionals = new_organization,
            .options = create_organization_options,
            .examples = create_organization_examples,
            .run = parse_and_run<orgs_create::parse, orgs_create::run>,
            .prints = &kind::organization},
    Command{.words = "orgs list",
            .summary = "list the organizations, newest first",
            .description = "Lists organizations.",
            .options = list_options,
            .examples = list_organizations_examples,
            .run = parse_and_run<orgs_list::parse, orgs_list::run>,
            .prints = &kind::organization},
    Command{.words = "orgs members",
            .summary = "list, add and remove an organization's members",
            .description =
                "Lists the members of an organization, or changes one. Adding a member again gives "
                "it another role. A member that is removed loses the organization in all of its "
                "sessions, from the next request on; the keys that it made stay the "
                "organization's. The last owner can neither be removed nor be made less.",
            .positionals = organization_only,
            .options = members_options,
            .examples = members_examples,
            .run = parse_and_run<orgs_members::parse, orgs_members::run>,
            .prints = &kind::member},
    Command{.words = "sessions list",
            .summary = "list who is signed in, latest first",
            .description = "Lists sessions: whose they are, where they were opened and when they "
                           "end if they are not used.",
            .options = list_sessions_options,
            .examples = list_sessions_examples,
            .run = parse_and_run<sessions_list::parse, sessions_list::run>,
            .prints = &kind::session},
    Command{.words = "sessions revoke",
            .summary = "end a session, or all of a user",
            .description = "Ends sessions: from the next request on, whoever presents one is not "
                           "signed in. The user may sign in again, unless it is disabled.",
            .positionals = session_or_none,
            .options = revoke_options,
            .examples = revoke_examples,
            .run = parse_and_run<sessions_revoke::parse, sessions_revoke::run>,
            .prints = &kind::session},
};

}  // namespace

// The rows above are constant: there is nothing to build.
std::span<const Command> account_rows()
{
    return rows;
}

}  // namespace azen::cli
