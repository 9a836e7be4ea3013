#include "cli/command_table.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "cli/table/options.h"
#include "cli/table/rows.h"
#include "core/base/nearest.h"

namespace azen::cli {
namespace {

// A topic has a manual page. Those of one command describe themselves in its row.
constexpr std::array topics{
    Topic{
        .word = "keys",
        .summary = "administer API keys, in the local store or on a server",
        .description =
            "API keys live in a local store, an SQLite file that `azen serve` answers from. Every "
            "change counts from the next request on. A key can be named by its id, its name or "
            "the start of its secret.\n\n"
            "With --server URL every command administers the keys of a running `azen serve` "
            "instead, and with --remote those of the server of the profile; it says which on "
            "standard error. Nothing else makes a command act on a server, AZEN_BASE_URL least. "
            "The key that asks comes from AZEN_API_KEY, --key-file or the profile; it acts in its "
            "own organization, and needs the permissions keys.read, keys.write, keys.delete, "
            "keys.export or keys.import. Or a signed-in user's cookie comes from --session-file, "
            "with which neither limits nor permissions can be set, nothing exported or imported. "
            "Creating and rotating carry an idempotency key, so that they are sent again when an "
            "answer is lost, without a second key or a lost secret."},
    Topic{.word = "users",
          .summary = "administer who may sign in",
          .description =
              "Users make keys, and sign in at `azen serve` with an address and a password. They "
              "live in the local store; a change counts from the next request on. A user can be "
              "named by its name, its id or its address. Of a password the store keeps a salted "
              "hash (scrypt), and it is never read from a command line."},
    Topic{.word = "orgs",
          .summary = "administer organizations and their members",
          .description =
              "Keys, memories and usage belong to an organization, and nothing of one is ever "
              "visible to another. A user who is a member can work in it with a session. An owner "
              "may do everything, an admin administers keys, a member uses memories and "
              "administers its own keys."},
    Topic{.word = "sessions",
          .summary = "see and end the sessions of users",
          .description =
              "A session begins when a user signs in at `azen serve`, and ends seven days after it "
              "was last used, or here. The store keeps a hash of its token: nobody can take a "
              "session over who reads the store."},
    Topic{
        .word = "audit",
        .summary = "see who changed what",
        .description =
            "Every change to keys and accounts is written to the audit trail of the store, in the "
            "transaction that makes it: who made it, from where, what was before and what is "
            "after. Rows are never changed or removed, and each carries the hash of the row "
            "before, so that tampering shows."},
    Topic{.word = "memory",
          .summary = "remember and find texts at a server",
          .description =
              "These commands speak to any server of the memory API: `azen serve`, or the hosted "
              "one. The server is named by AZEN_BASE_URL, the key comes from AZEN_API_KEY, a file "
              "or standard input. A request that fails for a passing reason is tried again, three "
              "times in all, when a repetition does no harm."},
    Topic{.word = "usage", .summary = "show an organization's use", .description = {}},
    Topic{.word = "scan", .summary = "look for API keys in files", .description = {}},
    Topic{
        .word = "profile",
        .summary = "keep servers and keys under names",
        .description =
            "A profile names a server, where its key comes from, and a local store, so that they "
            "need not be given again and again. Profiles are kept in a configuration file in TOML "
            "that can be edited by hand: ~/.config/azen/config.toml, or what AZEN_CONFIG names. It "
            "must be its owner's alone, because a key_command in it is run.\n\n"
            "Options beat the environment, the environment beats the profile, and the profile "
            "beats defaults; `azen config explain` shows what comes of it."},
    Topic{.word = "config", .summary = "explain where settings come from", .description = {}},
    Topic{.word = "serve", .summary = "answer the memory API", .description = {}},
    Topic{.word = "store",
          .summary = "back up, restore and check the local store",
          .description =
              "The local store is an SQLite file, of which azen is the only writer. These commands "
              "work on the file as it is: they look at it, copy it while servers write to it, and "
              "put a copy back.\n\n"
              "Memories in it are encrypted under a master key, which is kept apart: a copy of the "
              "store without that key holds no memory that can be read."},
    Topic{.word = "status", .summary = "look whether azen can be used here", .description = {}},
};

// Each noun has a file of rows; the order here is the order in which people see them.
std::vector<Command> join_rows()
{
    std::vector<Command> joined;
    for (const std::span<const Command> rows : {keys_rows(),
                                                key_lifecycle_rows(),
                                                account_rows(),
                                                audit_rows(),
                                                memory_rows(),
                                                scan_rows(),
                                                profile_rows(),
                                                server_rows(),
                                                store_rows(),
                                                help_rows()}) {
        joined.insert(joined.end(), rows.begin(), rows.end());
    }
    return joined;
}

std::string_view first_word(const Command& command)
{
    return command.words.substr(0, command.words.find(' '));
}

std::size_t count_words(std::string_view words)
{
    return 1 + static_cast<std::size_t>(std::ranges::count(words, ' '));
}

// The suggestion is a whole command line, to be run as it stands.
tl::unexpected<Error> unknown_word(std::string_view kind,
                                   std::string_view typed,
                                   const std::vector<std::string>& known,
                                   std::string_view before)
{
    const std::optional<std::string> meant = nearest(typed, known);
    return fail(ErrorKind::invalid,
                fmt::format("unknown {} '{}'", kind, typed),
                meant ? fmt::format("did you mean `azen {}{}`?", before, *meant)
                      : fmt::format("`azen {}--help` lists them", before));
}

// Only the verbs of this noun are offered: `keys lsit` means `keys list`, not `memory list`.
tl::unexpected<Error> unknown_verb(std::string_view noun, std::string_view typed)
{
    std::vector<std::string> verbs;
    for (const Command& command : command_table()) {
        if (belongs_to(command, noun)) {
            verbs.emplace_back(command.words.substr(noun.size() + 1));
        }
    }
    return unknown_word(fmt::format("{} command", noun), typed, verbs, fmt::format("{} ", noun));
}

// Hidden commands are for scripts of ours; nobody means them by accident.
tl::unexpected<Error> unknown_command(std::string_view typed)
{
    std::vector<std::string> words;
    for (const Command& command : command_table()) {
        if (command.visibility == Visibility::shown) {
            words.emplace_back(first_word(command));
        }
    }
    return unknown_word("command", typed, words, "");
}

// Whole words only: "keys listing" is not "keys list".
bool starts_with_words(std::span<const std::string> typed, std::string_view words)
{
    std::size_t taken = 0;
    while (!words.empty()) {
        const std::string_view word = words.substr(0, words.find(' '));
        if (taken == typed.size() || typed[taken] != word) {
            return false;
        }
        words.remove_prefix(std::min(words.size(), word.size() + 1));
        ++taken;
    }
    return true;
}

}  // namespace

std::span<const Command> command_table()
{
    // Constant once made, and made on first use: no work before main().
    static const std::vector<Command> table = join_rows();
    return table;
}

std::span<const Option* const> common_options()
{
    return option::common;
}

std::span<const Topic> topic_table()
{
    return topics;
}

bool belongs_to(const Command& command, std::string_view topic)
{
    return first_word(command) == topic;
}

Result<Found> find_command(std::span<const std::string> typed)
{
    for (const Command& command : command_table()) {
        if (starts_with_words(typed, command.words)) {
            return Found{.command = &command, .word_count = count_words(command.words)};
        }
    }
    // No row: is at least its first word one of ours?
    const std::string_view noun = typed.empty() ? std::string_view{} : typed.front();
    const bool known = std::ranges::any_of(
        command_table(), [noun](const Command& command) { return belongs_to(command, noun); });
    if (!known) {
        return unknown_command(noun);
    }
    const bool verb_typed = typed.size() > 1 && !typed[1].starts_with('-');
    if (verb_typed) {
        return unknown_verb(noun, typed[1]);
    }
    return Found{.command = nullptr, .word_count = 1};
}

}  // namespace azen::cli
