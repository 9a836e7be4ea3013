#include <array>

#include "cli/commands/store_backup.h"
#include "cli/commands/store_check.h"
#include "cli/commands/store_info.h"
#include "cli/commands/store_rekey.h"
#include "cli/commands/store_restore.h"
#include "cli/output/record_kind.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"
#include "cli/table/store_options.h"

namespace azen::cli {
namespace {

constexpr std::array info_options{&option::db, &option::report_output, &option::field};
constexpr std::array info_examples{
    Example{"azen store info", "what is in it, and how large it is"},
    Example{"azen store info --field masterKeyId", "which master key its memories need"}};

constexpr std::array check_options{
    &option::master_key_file, &option::db, &option::report_output, &option::field};
constexpr std::array check_examples{
    Example{"azen store check", "is the store in order?"},
    Example{"azen store check --db /backups/azen.db", "and is this backup?"}};
constexpr std::array check_exits{
    ExitNote{ExitStatus::negative, "something should be seen to; the store can be used"},
    ExitNote{ExitStatus::store, "the store is damaged, of a newer version, or none"}};

constexpr std::array backup_positionals{
    Positional{.name = "FILE", .help = "where the copy is to be", .completion = Completion::file}};
constexpr std::array backup_options{&option::with_master_key,
                                    &option::replace_file,
                                    &option::master_key_file,
                                    &option::db,
                                    &option::report_output,
                                    &option::field};
constexpr std::array backup_examples{
    Example{"azen store backup /backups/azen.db", "while servers go on; without the master key"},
    Example{"azen store backup /backups/azen.db --replace", "in place of the last one"},
    Example{"azen store backup /safe/azen.db --with-master-key",
            "with all that is needed to read it"}};
constexpr std::array backup_exits{
    ExitNote{ExitStatus::conflict, "there is such a file already, and --replace was not given"}};

constexpr std::array restore_positionals{
    Positional{.name = "FILE", .help = "the backup", .completion = Completion::file}};
constexpr std::array restore_options{&option::with_master_key,
                                     &option::yes,
                                     &option::dry_run,
                                     &option::db,
                                     &option::report_output,
                                     &option::field};
constexpr std::array restore_examples{
    Example{"azen store restore /backups/azen.db", "after a question"},
    Example{"azen store restore /backups/azen.db --dry-run", "could it be restored?"}};
constexpr std::array restore_exits{
    ExitNote{ExitStatus::declined, "it was not confirmed"},
    ExitNote{ExitStatus::negative, "a dry run: its memories need another master key"},
    ExitNote{ExitStatus::store, "the store is in use, or the backup is damaged"}};

constexpr std::array rekey_options{&option::drop_old,
                                   &option::master_key_file,
                                   &option::dry_run,
                                   &option::db,
                                   &option::report_output,
                                   &option::field};
constexpr std::array rekey_examples{
    Example{"azen store rekey", "seal all memories under a new key, while servers go on"},
    Example{"azen store rekey --drop-old", "the same, and take the old key out of the file"}};
constexpr std::array rekey_exits{
    ExitNote{ExitStatus::usage, "also: the key is not in a file that could be written"},
    ExitNote{ExitStatus::partial, "some memories do not open, and stay as they are"}};

constexpr std::array rows{
    Command{.words = "store backup",
            .summary = "copy the store while servers write to it",
            .description =
                "Copies the store as it is at one moment into FILE, of mode 0600. The copy is read "
                "through and checked before it gets its name; nobody ever sees half of it. Servers "
                "go on meanwhile.\n\n"
                "The copy holds no master key, so no memory in it can be read without the one that "
                "you keep elsewhere. With --with-master-key that is written to FILE.master-key: "
                "then whoever has both files has all memories.",
            .positionals = backup_positionals,
            .options = backup_options,
            .examples = backup_examples,
            .exit_notes = backup_exits,
            .run = parse_and_run<store_backup::parse, store_backup::run>,
            .prints = &kind::store_backup},
    Command{.words = "store restore",
            .summary = "put a backup in the place of the store",
            .description =
                "Checks the backup, brings a copy of it to the schema of this azen, and puts that "
                "in the place of the store, all at once. The store that was there stays beside it, "
                "as azen.db.replaced-TIME.\n\n"
                "That is refused while any process has the store open: stop the servers first. "
                "--dry-run goes on while they run, and says that they do. "
                "What was counted, made and changed since the backup is not in it, and keys that "
                "were revoked since then work again.\n\n"
                "With --with-master-key, the keys in FILE.master-key are added to those beside the "
                "store.",
            .positionals = restore_positionals,
            .options = restore_options,
            .examples = restore_examples,
            .exit_notes = restore_exits,
            .run = parse_and_run<store_restore::parse, store_restore::run>,
            .prints = &kind::store_restore},
    Command{.words = "store check",
            .summary = "check whether the store is in order",
            .description =
                "Reads the whole store: its pages, indexes and references, the journal, the audit "
                "trail, and every memory under the master key; and looks at who may read its "
                "files. Nothing is changed, and servers go on meanwhile. --db checks a backup.",
            .options = check_options,
            .examples = check_examples,
            .exit_notes = check_exits,
            .run = parse_and_run<store_check::parse, store_check::run>,
            .prints = &kind::store_check},
    Command{.words = "store rekey",
            .summary = "seal all memories under a new master key",
            .description =
                "Makes a new master key, adds it to the key file before the old one, and seals "
                "every memory anew, a few hundred at a time, while servers go on. They learn of "
                "the new key by themselves, as they read that file again when they need to. "
                "Stopped by anything at all, the same command goes on from there.\n\n"
                "The old key stays in the file, for backups that need it. --drop-old takes out "
                "what no memory needs any more; where there is such a key, it makes no new one.\n\n"
                "Where the key comes from AZEN_MASTER_KEY, or servers have a copy of the file, put "
                "a new key before the old one there (NEW,OLD), restart the servers, and then run "
                "this command with the same: it goes over to the first key.",
            .options = rekey_options,
            .examples = rekey_examples,
            .exit_notes = rekey_exits,
            .run = parse_and_run<store_rekey::parse, store_rekey::run>,
            .prints = &kind::rekey},
    Command{.words = "store info",
            .summary = "show what is in the store",
            .description =
                "Shows the schema, sizes and counts of the store, how much of the journal of "
                "requests is not folded into its rows yet, and the id of the master key that its "
                "memories need. Nothing is changed: a store of an older schema stays so.",
            .options = info_options,
            .examples = info_examples,
            .run = parse_and_run<store_info::parse, store_info::run>,
            .prints = &kind::store_info},
};

}  // namespace

std::span<const Command> store_rows()
{
    return rows;
}

}  // namespace azen::cli
