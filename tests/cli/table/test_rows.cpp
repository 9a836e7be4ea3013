#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/command_table.h"
#include "cli/table/rows.h"

namespace azen::cli {
namespace {

std::vector<std::string_view> words_of(std::span<const Command> rows)
{
    std::vector<std::string_view> words;
    for (const Command& row : rows) {
        words.push_back(row.words);
    }
    return words;
}

bool has(const Command& command, std::string_view option)
{
    return std::ranges::find(command.options, option, &Option::name) != command.options.end();
}

const Command& row(std::string_view words)
{
    const auto found = std::ranges::find(command_table(), words, &Command::words);
    REQUIRE(found != command_table().end());
    return *found;
}

}  // namespace

TEST_CASE("the commands are those of the contract")
{
    using Words = std::vector<std::string_view>;

    CHECK(words_of(keys_rows()) == Words{"keys create",
                                         "keys list",
                                         "keys show",
                                         "keys rotate",
                                         "keys name",
                                         "keys enable",
                                         "keys disable",
                                         "keys expire",
                                         "keys limit",
                                         "keys permit",
                                         "keys delete",
                                         "keys verify",
                                         "keys usage"});
    CHECK(words_of(key_lifecycle_rows()) ==
          Words{"keys check", "keys prune", "keys export", "keys import"});
    CHECK(words_of(memory_rows()) == Words{"memory add",
                                           "memory list",
                                           "memory get",
                                           "memory search",
                                           "memory delete",
                                           "memory import",
                                           "memory export",
                                           "usage"});
    CHECK(words_of(scan_rows()) == Words{"scan"});
    CHECK(words_of(account_rows()) == Words{"users create",
                                            "users list",
                                            "users passwd",
                                            "users enable",
                                            "users disable",
                                            "orgs create",
                                            "orgs list",
                                            "orgs members",
                                            "sessions list",
                                            "sessions revoke"});
    CHECK(words_of(profile_rows()) == Words{"profile add",
                                            "profile use",
                                            "profile list",
                                            "profile show",
                                            "profile remove",
                                            "config explain"});
    CHECK(words_of(audit_rows()) ==
          Words{"audit list", "audit follow", "audit verify", "audit export"});
    CHECK(words_of(server_rows()) == Words{"serve", "status"});
    CHECK(words_of(store_rows()) ==
          Words{"store backup", "store restore", "store check", "store rekey", "store info"});
    CHECK(words_of(help_rows()) == Words{"version", "help", "complete"});
}

TEST_CASE("the table holds all rows, noun by noun")
{
    CHECK(command_table().size() == keys_rows().size() + key_lifecycle_rows().size() +
                                        account_rows().size() + audit_rows().size() +
                                        memory_rows().size() + scan_rows().size() +
                                        profile_rows().size() + server_rows().size() +
                                        store_rows().size() + help_rows().size());
    CHECK(command_table().front().words == "keys create");
}

TEST_CASE("every command on the local store can be told which one")
{
    for (const std::span<const Command> rows :
         {keys_rows(), key_lifecycle_rows(), account_rows(), audit_rows(), store_rows()}) {
        for (const Command& command : rows) {
            CAPTURE(command.words);
            CHECK(has(command, "db"));
        }
    }
    CHECK(has(row("serve"), "db"));
    CHECK(has(row("status"), "db"));
}

TEST_CASE("every command on keys can be told a server instead, and with what credential")
{
    for (const std::span<const Command> rows : {keys_rows(), key_lifecycle_rows()}) {
        for (const Command& command : rows) {
            CAPTURE(command.words);
            CHECK(has(command, "server"));
            CHECK(has(command, "remote"));
            CHECK(has(command, "key-file"));
            CHECK(has(command, "session-file"));
            CHECK(has(command, "timeout"));
        }
    }
}

TEST_CASE(
    "every command that speaks to a server can be told which one, how long, and with what key")
{
    for (const Command& command : memory_rows()) {
        CAPTURE(command.words);
        CHECK(has(command, "base-url"));
        CHECK(has(command, "timeout"));
        CHECK(has(command, "key-file"));
        CHECK(has(command, "key-stdin"));
    }
}

TEST_CASE("what destroys asks, and can be told not to")
{
    for (const Command& command : command_table()) {
        CAPTURE(command.words);
        const bool destroys =
            command.words.ends_with(" delete") || command.words.ends_with(" prune") ||
            command.words.ends_with(" restore") || command.words.ends_with(" rotate") ||
            command.words.ends_with(" remove") || has(command, "revoke-found");
        const bool may_decline =
            std::ranges::find(command.exit_notes, ExitStatus::declined, &ExitNote::status) !=
            command.exit_notes.end();
        CHECK(has(command, "yes") == destroys);
        CHECK(may_decline == destroys);
    }
}

TEST_CASE("no option takes a secret as its value")
{
    for (const Command& command : command_table()) {
        for (const Option* each : command.options) {
            CAPTURE(each->name);
            CHECK(each->name != "key");
            CHECK(each->name != "api-key");
            CHECK(each->name != "secret");
            CHECK(each->name != "master-key");
            CHECK(each->name != "password");
        }
    }
}

TEST_CASE("keys are completed wherever a key is named")
{
    for (const Command& command : command_table()) {
        for (const Positional& positional : command.positionals) {
            CAPTURE(command.words);
            CHECK((positional.name == "KEY") == (positional.completion == Completion::key));
        }
    }
}

}  // namespace azen::cli
