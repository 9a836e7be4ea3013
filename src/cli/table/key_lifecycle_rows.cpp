#include <array>

#include "cli/commands/keys_check.h"
#include "cli/commands/keys_export.h"
#include "cli/commands/keys_import.h"
#include "cli/commands/keys_prune.h"
#include "cli/output/record_kind.h"
#include "cli/table/key_lifecycle_options.h"
#include "cli/table/key_place_options.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"

namespace azen::cli {
namespace {

constexpr auto check_options =
    joined(std::array{&option::expiring, &option::unused, &option::max_age, &option::no_expiry},
           option::keys_place,
           std::array{&option::findings_output, &option::field});
constexpr std::array check_examples{
    Example{"azen keys check --expiring 14d --no-expiry", "a gate for a pipeline"},
    Example{"azen keys check --unused 30d --max-age 90d --output sarif > keys.sarif",
            "for a code host"}};
constexpr std::array check_exits{ExitNote{ExitStatus::negative, "a key breaks one of the rules"}};

constexpr auto prune_options = joined(std::array{&option::expired,
                                                 &option::revoked,
                                                 &option::exhausted,
                                                 &option::dead_for,
                                                 &option::dry_run,
                                                 &option::yes},
                                      option::keys_place,
                                      std::array{&option::output, &option::field});
constexpr std::array prune_examples{
    Example{"azen keys prune --revoked --expired --for 90d --dry-run", "what would go?"},
    Example{"azen keys prune --revoked --expired --for 90d --yes", "without being asked"}};
constexpr std::array prune_exits{
    ExitNote{ExitStatus::declined, "not confirmed: no terminal to ask at, and no --yes"}};

constexpr std::array export_positionals{
    Positional{.name = "KEY",
               .help = "keys by id, name or start; - reads them from standard input, one a line; "
                       "without any: all",
               .presence = Presence::optional,
               .occurs = Occurs::repeatedly,
               .completion = Completion::key}};
constexpr auto export_options = joined(option::keys_place, std::array{&option::lines_output});
constexpr std::array export_examples{
    Example{"azen keys export > keys.jsonl", "all keys, without their secrets"},
    Example{"azen keys export ci | azen keys import - --db other.db", "one key, to another store"}};

constexpr std::array import_positionals{
    Positional{.name = "FILE",
               .help = "lines of azen keys export, or rows or an SQLite file of Better Auth; - "
                       "reads lines from standard input",
               .completion = Completion::file}};
constexpr auto import_options = joined(std::array{&option::from,
                                                  &option::on_conflict,
                                                  &option::all_to_organization,
                                                  &option::all_to_user,
                                                  &option::trust_metadata,
                                                  &option::dry_run},
                                       option::keys_place,
                                       std::array{&option::output, &option::field});
constexpr std::array import_examples{
    Example{"azen keys import keys.jsonl", "what azen keys export wrote"},
    Example{"azen keys import keys.jsonl --on-conflict skip", "once more, with what came since"},
    Example{"azen keys import auth.sqlite --from better-auth --organization acme",
            "the keys of a Better Auth server, for one organization"}};
constexpr std::array import_exits{
    ExitNote{ExitStatus::usage, "also: a line is no key; nothing was imported"},
    ExitNote{ExitStatus::conflict, "something in the store is in the way; nothing was imported"}};

// From watching over keys to taking them elsewhere.
constexpr std::array rows{
    Command{.words = "keys check",
            .summary = "find keys that break a policy, as a gate",
            .description =
                "Looks at all keys that can be used and lists those that break a rule. Disabled, "
                "expired, exhausted and revoked ones are left out: nobody can miss or misuse "
                "them.\n\n"
                "--unused counts from the last accepted request, or from the key's creation when "
                "there was none. --max-age counts from when the current secret was made: a new "
                "secret makes a key young again.",
            .options = check_options,
            .examples = check_examples,
            .exit_notes = check_exits,
            .run = parse_and_run<keys_check::parse, keys_check::run>,
            .prints = &kind::key_finding},
    Command{.words = "keys prune",
            .summary = "remove keys that are past use, for good",
            .description =
                "Removes dead keys with their secrets and all that is known of them; nothing "
                "brings them back. What they did stays in the usage of their organization, but "
                "can no longer be told by key.\n\n"
                "Lists the keys and asks first on a terminal; elsewhere it needs --yes. A key that "
                "is changed meanwhile stays, unless it is dead still. An exhausted key has no "
                "quota left and gets none again; it has been so since its last request.",
            .options = prune_options,
            .examples = prune_examples,
            .exit_notes = prune_exits,
            .run = parse_and_run<keys_prune::parse, keys_prune::run>,
            .prints = &kind::pruned_key},
    Command{.words = "keys export",
            .summary = "write keys as lines that can be imported",
            .description =
                "Writes each key as a line of JSON: its record, its counters and limits as they "
                "stand, its owners, and the hashes of its secrets. No secret is in it, as nobody "
                "has any; still, keep it from strangers. Usage by day is not in it.\n\n"
                "Keys are read some hundred at a time, and servers go on meanwhile: each line is "
                "true of its key, though not all of them of one moment.",
            .positionals = export_positionals,
            .options = export_options,
            .examples = export_examples,
            .run = parse_and_run<keys_export::parse, keys_export::run>},
    Command{.words = "keys import",
            .summary = "take in keys with their hashes, so that their secrets work",
            .description =
                "Takes in all keys of a file, or none: when any line is no key, or something in "
                "the store is in its way, these lines are listed and nothing is changed. Servers "
                "on the store wait meanwhile.\n\n"
                "A key that is there already is a conflict, unless --on-conflict says to skip or "
                "to replace it. A replaced key keeps its owners and its usage. Organizations and "
                "users are known by their ids, and made when they are not there; --organization "
                "and --user put all keys into one.\n\n"
                "--from better-auth reads rows of Better Auth's apikey table, as lines of JSON or "
                "from its SQLite file. The hashes are taken as they are, so its keys and those of "
                "the hosted service go on to work. The user is the row's userId (or the "
                "referenceId of its default configuration). The organization is its organizationId "
                "column; when there is none, --organization has to name one, or --trust-metadata "
                "take it from the metadata, which the key's owner could write.",
            .positionals = import_positionals,
            .options = import_options,
            .examples = import_examples,
            .exit_notes = import_exits,
            .run = parse_and_run<keys_import::parse, keys_import::run>,
            .prints = &kind::imported_key},
};

}  // namespace

std::span<const Command> key_lifecycle_rows()
{
    return rows;
}

}  // namespace azen::cli
