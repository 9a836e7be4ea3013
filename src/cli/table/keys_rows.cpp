#include <array>

#include "cli/commands/keys_create.h"
#include "cli/commands/keys_delete.h"
#include "cli/commands/keys_enable.h"
#include "cli/commands/keys_expire.h"
#include "cli/commands/keys_limit.h"
#include "cli/commands/keys_list.h"
#include "cli/commands/keys_name.h"
#include "cli/commands/keys_permit.h"
#include "cli/commands/keys_show.h"
#include "cli/commands/keys_usage.h"
#include "cli/commands/keys_verify.h"
#include "cli/output/record_kind.h"
#include "cli/table/key_place_options.h"
#include "cli/table/options.h"
#include "cli/table/rotate_row.h"
#include "cli/table/rows.h"
#include "cli/table/secret_options.h"

namespace azen::cli {
namespace {

// The same in every command, so that it is explained in the same words.
constexpr Positional key{.name = "KEY",
                         .help = "a key's id, its name, or the start of its secret",
                         .completion = Completion::key};
constexpr std::array key_only{key};
constexpr Positional keys{.name = "KEY",
                          .help =
                              "keys by id, name or start; - reads them from standard input, "
                              "one a line",
                          .occurs = Occurs::repeatedly,
                          .completion = Completion::key};
constexpr std::array keys_only{keys};
constexpr ExitNote some_failed{ExitStatus::partial, "several keys were named, and some failed"};
constexpr std::array bulk_exits{some_failed};

constexpr std::array create_positionals{
    Positional{.name = "NAME", .help = "what people call it, 1 to 32 characters"}};
constexpr auto create_options = joined(std::array{&option::expires,
                                                  &option::new_rate,
                                                  &option::new_quota,
                                                  &option::new_refill,
                                                  &option::permissions,
                                                  &option::organization,
                                                  &option::user,
                                                  &option::prefix,
                                                  &option::metadata,
                                                  &option::disabled,
                                                  &option::to_file,
                                                  &option::to_fd,
                                                  &option::deliver,
                                                  &option::variable,
                                                  &option::new_idempotency_key,
                                                  &option::dry_run},
                                       option::keys_place,
                                       std::array{&option::secret_output});
constexpr std::array create_examples{
    Example{"azen keys create ci --expires 90d --to-file ci.key",
            "a key for 90 days, its secret in a file"},
    Example{"azen keys create batch --rate 600/min --quota 10000 --refill 10000/30d",
            "at most 600 requests a minute, and 10000 each 30 days"},
    Example{"azen keys create reader --permissions memory.read", "a key that can only read"},
    Example{"azen keys create web --to-file .env --output dotenv",
            "a line in a file for programs"}};
constexpr std::array create_exits{
    ExitNote{ExitStatus::unexpected, "the secret reached nobody, and the key was revoked"}};

constexpr auto list_options = joined(std::array{&option::page, &option::limit},
                                     option::keys_place,
                                     std::array{&option::output, &option::field});
constexpr std::array list_examples{
    Example{"azen keys list", "the newest fifty"},
    Example{"azen keys list --output name", "the ids, for a script"},
    Example{"azen keys list --output csv > keys.csv", "all there is to know, for a spreadsheet"}};

// What every command on the local store has, and what every one that changes a key has.
constexpr auto plain_options =
    joined(option::keys_place, std::array{&option::output, &option::field});
constexpr auto change_options = joined(
    std::array{&option::dry_run}, option::keys_place, std::array{&option::output, &option::field});
constexpr std::array show_examples{
    Example{"azen keys show ci", "by name"},
    Example{"azen keys show ci --field requestCount", "one field, for a script"}};

constexpr std::array name_positionals{
    key, Positional{.name = "NEWNAME", .help = "its new name, 1 to 32 characters"}};
constexpr std::array name_examples{Example{"azen keys name ci ci-old", "rename a key"}};

constexpr std::array enable_examples{Example{"azen keys enable ci", "accept it again"},
                                     Example{"azen keys enable - < names", "all of a file"}};
constexpr std::array disable_examples{Example{"azen keys disable ci", "refuse it for now"},
                                      Example{"azen keys disable ci deploy", "and two at once"}};

constexpr std::array expire_positionals{
    keys,
    Positional{.name = "WHEN",
               .help = "a length of time from now (90d), a date, a timestamp, now, or never"}};
constexpr std::array expire_examples{
    Example{"azen keys expire ci 30d", "30 days from now"},
    Example{"azen keys expire ci 2027-01-31", "when that day begins, in UTC"},
    Example{"azen keys expire ci never", "no longer"},
    Example{"azen keys expire ci deploy 30d", "two keys, on the same day"}};

constexpr auto limit_options = joined(
    std::array{
        &option::changed_rate, &option::changed_quota, &option::changed_refill, &option::dry_run},
    option::keys_place,
    std::array{&option::output, &option::field});
constexpr std::array limit_examples{
    Example{"azen keys limit ci --rate 5/2s", "five requests each two seconds"},
    Example{"azen keys limit ci --quota 1000 --refill 1000/d", "and a thousand a day"},
    Example{"azen keys limit ci --rate none --quota none", "no limit at all"}};

constexpr auto permit_options =
    joined(std::array{&option::grant, &option::revoke, &option::set, &option::dry_run},
           option::keys_place,
           std::array{&option::output, &option::field});
constexpr std::array permit_examples{
    Example{"azen keys permit ci --revoke memory.delete", "it may not delete any more"},
    Example{"azen keys permit ci --set memory.read,usage.read", "it may read, and nothing else"}};

constexpr auto delete_options = joined(std::array{&option::yes, &option::dry_run},
                                       option::keys_place,
                                       std::array{&option::output, &option::field});
constexpr std::array delete_examples{
    Example{"azen keys delete ci --yes", "without being asked"},
    Example{"azen keys delete old older oldest", "three, after one question"}};
constexpr std::array delete_exits{
    some_failed,
    ExitNote{ExitStatus::declined, "not confirmed: no terminal to ask at, and no --yes"}};

constexpr auto verify_options = joined(
    std::array{
        &option::permission, &option::explain, &option::at, &option::key_file, &option::key_stdin},
    option::presented_key_place,
    std::array{&option::report_output, &option::field});
constexpr std::array verify_examples{
    Example{"azen keys verify --key-file ci.key", "would this key be accepted?"},
    Example{"azen keys verify --permission memory.read --key-stdin < ci.key", "and may it read?"},
    Example{"azen keys verify --explain --key-file ci.key", "and why, or why not?"},
    Example{"azen keys verify --at 30d --key-file ci.key", "and in 30 days?"}};
// These two are the command's answer, not failures of it.
constexpr std::array verify_exits{
    ExitNote{ExitStatus::rate_limited, "refused: its rate limit or its quota stands against it"},
    ExitNote{ExitStatus::negative, "refused, for the reason printed"}};

constexpr auto usage_options =
    joined(option::keys_place, std::array{&option::series_output, &option::field});
constexpr std::array usage_examples{
    Example{"azen keys usage ci", "thirty days of one key, the last one today"}};

// In the order of a key's life.
constexpr std::array rows{
    Command{.words = "keys create",
            .summary = "make a key and print its secret",
            .description =
                "Makes an API key and prints its secret, alone, on standard output; all else goes "
                "to standard error. The secret is shown this once: the store keeps only a hash of "
                "it. Another place for it is a file, an open descriptor or a command; --output is "
                "the form in which it goes there.\n\n"
                "The store, the organization and the user are made when they are not there.",
            .positionals = create_positionals,
            .options = create_options,
            .examples = create_examples,
            .exit_notes = create_exits,
            .run = parse_and_run<keys_create::parse, keys_create::run>},
    Command{.words = "keys list",
            .summary = "list the keys, newest first",
            .description = "Lists keys with their status. Expired, exhausted and revoked ones stay "
                           "in the list.",
            .options = list_options,
            .examples = list_examples,
            .run = parse_and_run<keys_list::parse, keys_list::run>,
            .paging = Paging::yes,
            .prints = &kind::key},
    Command{.words = "keys show",
            .summary = "show all there is to know about a key",
            .description =
                "Shows every field of a key, a line each, and where its secrets stand: which is "
                "pending, active or retiring, since when and until when, and from where the "
                "retiring one is still used. The secrets themselves nobody can show again.",
            .positionals = key_only,
            .options = plain_options,
            .examples = show_examples,
            .run = parse_and_run<keys_show::parse, keys_show::run>,
            .prints = &kind::key_details},
    rotate_row,
    Command{.words = "keys name",
            .summary = "give a key another name",
            .description = "Renames a key. Names need not be unique; a command that is given an "
                           "ambiguous one refuses and lists the candidates.",
            .positionals = name_positionals,
            .options = change_options,
            .examples = name_examples,
            .run = parse_and_run<keys_name::parse, keys_name::run>,
            .prints = &kind::key},
    Command{.words = "keys enable",
            .summary = "accept keys again",
            .description =
                "Lets disabled keys pass from the next request on.\n\n"
                "Of several keys each is changed by itself, and a failure with one leaves the "
                "others done: a result is printed for each.",
            .positionals = keys_only,
            .options = change_options,
            .examples = enable_examples,
            .exit_notes = bulk_exits,
            .run = parse_and_run<keys_enable::parse, keys_enable::run_enable>,
            .prints = &kind::key},
    Command{.words = "keys disable",
            .summary = "refuse keys until they are enabled",
            .description =
                "Refuses keys from the next request on, on every server that shares the store. "
                "Nothing of them is lost.\n\n"
                "Of several keys each is changed by itself, and a failure with one leaves the "
                "others done: a result is printed for each.",
            .positionals = keys_only,
            .options = change_options,
            .examples = disable_examples,
            .exit_notes = bulk_exits,
            .run = parse_and_run<keys_enable::parse, keys_enable::run_disable>,
            .prints = &kind::key},
    Command{.words = "keys expire",
            .summary = "set when keys stop working",
            .description =
                "Sets the moment from which keys are refused, or takes it away.\n\n"
                "Of several keys each is changed by itself, and a failure with one leaves the "
                "others done: a result is printed for each.",
            .positionals = expire_positionals,
            .options = change_options,
            .examples = expire_examples,
            .exit_notes = bulk_exits,
            .run = parse_and_run<keys_expire::parse, keys_expire::run>,
            .prints = &kind::key},
    Command{.words = "keys limit",
            .summary = "change a key's rate limit or quota",
            .description =
                "Changes how many requests a key may make. The rate limit is a token bucket: it "
                "allows a burst of all its requests, and they come back evenly over its time. The "
                "quota is a number of requests to use up, filled again if --refill says so. What "
                "is not named stays; a new rate limit starts with all its requests.",
            .positionals = key_only,
            .options = limit_options,
            .examples = limit_examples,
            .run = parse_and_run<keys_limit::parse, keys_limit::run>,
            .prints = &kind::key},
    Command{.words = "keys permit",
            .summary = "change what a key may do",
            .description =
                "Changes a key's permissions. The API asks for memory.read, memory.write, "
                "memory.delete and usage.read; a gateway may ask for any of its own. With --set, "
                "--grant and --revoke together, they act in this order.",
            .positionals = key_only,
            .options = permit_options,
            .examples = permit_examples,
            .run = parse_and_run<keys_permit::parse, keys_permit::run>,
            .prints = &kind::key},
    Command{.words = "keys delete",
            .summary = "revoke keys for ever",
            .description =
                "Refuses keys from the next request on, for ever. Their records, counters and "
                "trail are kept and they stay in listings. Asks first on a terminal; elsewhere it "
                "needs --yes.\n\n"
                "Of several keys each is revoked by itself, after one question about all of them, "
                "and a failure with one leaves the others done: a result is printed for each.",
            .positionals = keys_only,
            .options = delete_options,
            .examples = delete_examples,
            .exit_notes = delete_exits,
            .run = parse_and_run<keys_delete::parse, keys_delete::run>,
            .prints = &kind::key},
    Command{.words = "keys verify",
            .summary = "ask whether a key would be accepted",
            .description =
                "Decides on a key exactly as the server does, and charges it one request like any "
                "other. The key comes from AZEN_API_KEY, a file or standard input, never from the "
                "command line. With --server or --remote, AZEN_API_KEY is the key that asks, and "
                "the key "
                "to verify comes from a file or standard input.\n\n"
                "With --explain or --at nothing is charged or changed. --explain shows every check "
                "in the order of the server's, with the state of the bucket and of the quota; the "
                "key is refused for the first that failed. --at decides for another moment, as if "
                "the key were not used until then.",
            .options = verify_options,
            .examples = verify_examples,
            .exit_notes = verify_exits,
            .run = parse_and_run<keys_verify::parse, keys_verify::run>,
            .prints = &kind::verification},
    Command{.words = "keys usage",
            .summary = "show what a key did on each of the last 30 days",
            .description = "Counts the memories that were created and the searches that were made "
                           "with a key, on each day in UTC, and how many of these requests failed.",
            .positionals = key_only,
            .options = usage_options,
            .examples = usage_examples,
            .run = parse_and_run<keys_usage::parse, keys_usage::run>,
            .prints = &kind::usage},
};

}  // namespace

// The rows above are constant: there is nothing to build.
std::span<const Command> keys_rows()
{
    return rows;
}

}  // namespace azen::cli
