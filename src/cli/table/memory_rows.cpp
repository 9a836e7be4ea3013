#include <array>

#include "cli/commands/memory_add.h"
#include "cli/commands/memory_delete.h"
#include "cli/commands/memory_export.h"
#include "cli/commands/memory_get.h"
#include "cli/commands/memory_import.h"
#include "cli/commands/memory_list.h"
#include "cli/commands/memory_search.h"
#include "cli/commands/usage.h"
#include "cli/output/record_kind.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"

namespace azen::cli {
namespace {

constexpr std::array ids{Positional{
    .name = "ID", .help = "a memory's id, as add and list print it", .occurs = Occurs::repeatedly}};
constexpr std::array ids_or_all{Positional{.name = "ID",
                                           .help = "a memory's id, as add and list print it",
                                           .presence = Presence::optional,
                                           .occurs = Occurs::repeatedly}};

constexpr std::array add_positionals{Positional{.name = "TEXT",
                                                .help = "what to remember; - reads standard input",
                                                .presence = Presence::optional}};
constexpr std::array add_options{&option::file,
                                 &option::dedup_key,
                                 &option::metadata,
                                 &option::dry_run,
                                 &option::base_url,
                                 &option::key_file,
                                 &option::key_stdin,
                                 &option::timeout,
                                 &option::output,
                                 &option::field};
constexpr std::array add_examples{
    Example{"azen memory add 'I love hiking in the mountains'", "one text"},
    Example{"azen memory add --file notes.txt --dedup-key notes-2027-01-15",
            "a file, once even if it is repeated"},
    Example{"fortune | azen memory add -", "what another command writes"}};

constexpr std::array list_options{&option::page,
                                  &option::per,
                                  &option::base_url,
                                  &option::key_file,
                                  &option::key_stdin,
                                  &option::timeout,
                                  &option::output,
                                  &option::field};
constexpr std::array list_examples{Example{"azen memory list --per 100", "the newest hundred"}};

// What every command that speaks to a server has.
constexpr std::array plain_options{&option::base_url,
                                   &option::key_file,
                                   &option::key_stdin,
                                   &option::timeout,
                                   &option::output,
                                   &option::field};
constexpr std::array get_examples{
    Example{"azen memory get 6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11",
            "the text alone on standard output"},
    Example{
        "azen memory get --key-file azen.key --output jsonl 6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11",
        "with what else is known of it"}};
constexpr std::array get_exits{ExitNote{ExitStatus::partial, "of several, some are not there"}};

constexpr std::array search_positionals{Positional{.name = "QUERY", .help = "words to look for"}};
constexpr std::array search_options{&option::top_k,
                                    &option::base_url,
                                    &option::key_file,
                                    &option::key_stdin,
                                    &option::timeout,
                                    &option::output,
                                    &option::field};
constexpr std::array search_examples{
    Example{"azen memory search 'hiking trips' --top-k 3", "the three best matches"}};

constexpr std::array delete_options{&option::all,
                                    &option::parallel,
                                    &option::yes,
                                    &option::dry_run,
                                    &option::base_url,
                                    &option::key_file,
                                    &option::key_stdin,
                                    &option::timeout,
                                    &option::output,
                                    &option::field};
constexpr std::array delete_examples{
    Example{"azen memory delete 6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11 --yes", "without being asked"},
    Example{"azen memory delete --all --dry-run", "how many would it be?"}};
constexpr std::array delete_exits{
    ExitNote{ExitStatus::partial, "of several, some are not there or could not be deleted"},
    ExitNote{ExitStatus::declined, "not confirmed: no terminal to ask at, and no --yes"}};

constexpr std::array import_positionals{
    Positional{.name = "FILE",
               .help = "what to import; - or nothing reads standard input",
               .presence = Presence::optional,
               .completion = Completion::file}};
constexpr std::array import_options{&option::import_format,
                                    &option::checkpoint,
                                    &option::rejects,
                                    &option::parallel,
                                    &option::dry_run,
                                    &option::base_url,
                                    &option::key_file,
                                    &option::key_stdin,
                                    &option::timeout,
                                    &option::report_output,
                                    &option::field};
constexpr std::array import_examples{
    Example{"azen memory import notes.txt", "a memory for each line"},
    Example{"azen memory import notes.jsonl --dry-run", "is every line one that can be imported?"}};
constexpr std::array import_exits{
    ExitNote{ExitStatus::conflict,
             "another import is using the checkpoint, or it is of another one"},
    ExitNote{ExitStatus::partial, "some lines were rejected; all others are imported"},
    ExitNote{ExitStatus::interrupted, "the same command goes on from here"}};

constexpr std::array export_options{&option::base_url,
                                    &option::key_file,
                                    &option::key_stdin,
                                    &option::timeout,
                                    &option::export_output};
constexpr std::array export_examples{
    Example{"azen memory export > memories.jsonl", "everything, a memory a line"},
    Example{"azen memory export | azen memory import --profile laptop", "from server to server"},
    Example{"azen memory export --output csv > memories.csv", "for a spreadsheet"}};

constexpr std::array usage_options{&option::key_id,
                                   &option::base_url,
                                   &option::key_file,
                                   &option::key_stdin,
                                   &option::timeout,
                                   &option::series_output,
                                   &option::field};
constexpr std::array usage_examples{
    Example{"azen usage", "all keys of the organization"},
    Example{"azen usage --field summary.total_requests", "a sum, for a script"}};

// `usage` is no memory command, but speaks to the same server with the same options.
constexpr std::array rows{
    Command{.words = "memory add",
            .summary = "have a text remembered",
            .description =
                "Sends a text to the server and prints the id of the memory it became. Of a text "
                "from a file or standard input the last newline is dropped.\n\n"
                "With --dedup-key, a second text under the same key is not stored: the first one's "
                "id is printed. Only then is a failed request tried again; without it, an answer "
                "lost on the way could hide a stored memory.",
            .positionals = add_positionals,
            .options = add_options,
            .examples = add_examples,
            .run = parse_and_run<memory_add::parse, memory_add::run>,
            .prints = &kind::new_memory},
    Command{.words = "memory list",
            .summary = "list memories, newest first",
            .description = "Lists the memories of the key's organization, a page at a time, each "
                           "text cut to a line.",
            .options = list_options,
            .examples = list_examples,
            .run = parse_and_run<memory_list::parse, memory_list::run>,
            .paging = Paging::yes,
            .prints = &kind::memory},
    Command{.words = "memory get",
            .summary = "print memories, whole",
            .description =
                "Prints the whole text of a memory on standard output, and what else is "
                "known of it on standard error. Of several, those that are not there are "
                "told of at the end.",
            .positionals = ids,
            .options = plain_options,
            .examples = get_examples,
            .exit_notes = get_exits,
            .run = parse_and_run<memory_get::parse, memory_get::run>,
            .paging = Paging::yes,
            .prints = &kind::memory},
    Command{.words = "memory search",
            .summary = "find memories by what they say",
            .description = "Lists the memories that answer a query best. How alike is judged is "
                           "the server's affair: `azen serve` compares words.",
            .positionals = search_positionals,
            .options = search_options,
            .examples = search_examples,
            .run = parse_and_run<memory_search::parse, memory_search::run>,
            .paging = Paging::yes,
            .prints = &kind::found_memory},
    Command{.words = "memory delete",
            .summary = "have memories forgotten",
            .description =
                "Deletes memories at the server; nothing brings them back. With --all, those that "
                "are there when it begins. Asks first on a terminal; elsewhere it needs --yes.",
            .positionals = ids_or_all,
            .options = delete_options,
            .examples = delete_examples,
            .exit_notes = delete_exits,
            .run = parse_and_run<memory_delete::parse, memory_delete::run>,
            .prints = &kind::deleted_memory},
    Command{
        .words = "memory import",
        .summary = "have the lines of a file remembered",
        .description =
            "Sends each line to the server: a text, or a JSON object with a \"text\" (or "
            "\"content\") and perhaps \"metadata\" and a \"dedupKey\". Several requests are "
            "under way at a time, no faster than the server's RateLimit fields allow; what it "
            "refuses for the rate is sent again when it says.\n\n"
            "Every memory has a dedup key, its own or one made of what it says, so importing "
            "the same lines twice adds nothing. What is done is noted in a checkpoint beside "
            "the file: stopped by anything at all, the same command goes on from there, and "
            "takes the checkpoint away at the end. Lines that cannot be used are kept in a "
            "reject file, a JSON object a line with an \"error\"; mended, that can be imported.",
        .positionals = import_positionals,
        .options = import_options,
        .examples = import_examples,
        .exit_notes = import_exits,
        .run = parse_and_run<memory_import::parse, memory_import::run>,
        .prints = &kind::import_report},
    Command{.words = "memory export",
            .summary = "print all memories, for an import or a backup",
            .description =
                "Prints every memory of the key's organization, newest first, as a JSON object a "
                "line: id, content, metadata, createdAt, embedded. An import reads them as they "
                "are, and makes memories with ids and times of their own. Memories that are added "
                "or deleted meanwhile may or may not be there; all others are, once.",
            .options = export_options,
            .examples = export_examples,
            .run = parse_and_run<memory_export::parse, memory_export::run>},
    Command{.words = "usage",
            .summary = "show what all keys did on each of the last 30 days",
            .description = "Asks the server for the organization's use: memories created, searches "
                           "made, and how many of these requests failed, on each day in UTC.",
            .options = usage_options,
            .examples = usage_examples,
            .run = parse_and_run<usage::parse, usage::run>,
            .prints = &kind::usage},
};

}  // namespace

std::span<const Command> memory_rows()
{
    return rows;
}

}  // namespace azen::cli
