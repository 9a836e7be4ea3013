#include <array>

#include "cli/commands/memory_add.h"
#include "cli/commands/memory_delete.h"
#include "cli/commands/memory_get.h"
#include "cli/commands/memory_list.h"
#include "cli/commands/memory_search.h"
#include "cli/commands/usage.h"
#include "cli/output/record_kind.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"

namespace azen::cli {
namespace {

constexpr std::array id_only{
    Positional{.name = "ID", .help = "the memory's id, as add and list print it"}};

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
constexpr std::array get_examples{Example{"azen memory get 6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11",
                                          "the text alone on standard output"}};

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

constexpr std::array delete_options{&option::yes,
                                    &option::dry_run,
                                    &option::base_url,
                                    &option::key_file,
                                    &option::key_stdin,
                                    &option::timeout,
                                    &option::output,
                                    &option::field};
constexpr std::array delete_examples{Example{
    "azen memory delete 6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11 --yes", "without being asked"}};
constexpr std::array delete_exits{
    ExitNote{ExitStatus::declined, "not confirmed: no terminal to ask at, and no --yes"}};

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
            .summary = "print one memory",
            .description = "Prints the whole text of a memory on standard output, and what else is "
                           "known of it on standard error.",
            .positionals = id_only,
            .options = plain_options,
            .examples = get_examples,
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
            .summary = "have a memory forgotten",
            .description =
                "Deletes a memory at the server; nothing brings it back. Asks first on a "
                "terminal; elsewhere it needs --yes.",
            .positionals = id_only,
            .options = delete_options,
            .examples = delete_examples,
            .exit_notes = delete_exits,
            .run = parse_and_run<memory_delete::parse, memory_delete::run>,
            .prints = &kind::deleted_memory},
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
