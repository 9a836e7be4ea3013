/// Walks the whole command table: what every command owes its users, whoever adds one.

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/command_table.h"
#include "cli/docs/help_text.h"
#include "cli/docs/manual.h"
#include "cli/docs/shared_text.h"
#include "cli/output/record_kind.h"
#include "cli/support/accounts.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/live_server.h"
#include "support/text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;
using test::contains;
using test::Words;

// A line that works for every command that prints records, in the world below. ID is a memory's,
// LEAK a file that holds a key, LINES one of another machine's keys as lines, BACKUP one of the
// store, NEW one that is not there.
const std::map<std::string_view, Words> samples{
    {"keys create", {"new"}},
    {"keys list", {}},
    {"keys show", {"ci"}},
    {"keys rotate", {"other"}},
    {"keys name", {"ci", "ci"}},
    {"keys enable", {"ci"}},
    {"keys disable", {"other"}},
    {"keys expire", {"ci", "30d"}},
    {"keys limit", {"ci", "--rate", "600/min"}},
    {"keys permit", {"ci", "--grant", "orders.read"}},
    {"keys delete", {"other", "--yes"}},
    {"keys verify", {}},
    {"keys usage", {"ci"}},
    {"users create", {"new", "--email", "new@example.org", "--password-stdin"}},
    {"users list", {}},
    {"users passwd", {"ann", "--email", "a@example.org", "--password-stdin"}},
    {"users enable", {"bob"}},
    {"users disable", {"ann"}},
    {"orgs create", {"new", "--owner", "ann"}},
    {"orgs list", {}},
    {"orgs members", {"acme", "--add", "bob"}},
    {"sessions list", {}},
    {"sessions revoke", {"--user", "ann"}},
    {"audit list", {}},
    {"audit verify", {}},
    {"keys check", {"--no-expiry"}},
    {"keys prune", {"--revoked", "--yes"}},
    {"keys export", {"ci"}},
    {"keys import", {"LINES", "--organization", "default", "--user", "local"}},
    {"memory add", {"a text"}},
    {"memory list", {}},
    {"memory get", {"ID"}},
    {"memory search", {"hiking"}},
    {"memory delete", {"ID", "--yes"}},
    {"memory import", {"-"}},
    {"memory export", {}},
    {"usage", {}},
    {"scan", {"LEAK"}},
    {"profile add", {"new", "--db", "/a"}},
    {"profile use", {"old"}},
    {"profile list", {}},
    {"profile show", {"old"}},
    {"profile remove", {"old", "--yes"}},
    {"config explain", {}},
    {"store backup", {"NEW"}},
    {"store restore", {"BACKUP", "--db", "NEW", "--yes"}},
    {"store check", {}},
    {"store rekey", {}},
    {"store info", {}},
    {"status", {}},
    {"version", {}},
};

// What they end with. These have found something, as they should.
ExitStatus status_of(const Command& command)
{
    const std::set<std::string_view> finding{"scan", "keys check"};
    return finding.contains(command.words) ? ExitStatus::negative : ExitStatus::ok;
}

std::string lines_of_another_machine()
{
    test::Console console;
    std::array<std::byte, 8> other_ids{};  // than this machine's
    console.random.fill(other_ids);
    console.create_key("far");
    console.run({"keys", "export"});
    return console.out();
}

// Two keys, one of them in a file, and a revoked one; a server, one memory on it, and a profile;
// ann, who owns acme and is signed in, and bob, who is disabled. Whoever reads standard input finds
// a password there.
struct World {
    World()
    {
        console.type("correct horse\n");
        console.run({"users", "create", "ann"});
        console.run({"users", "create", "bob"});
        console.run({"users", "disable", "bob"});
        console.run({"orgs", "create", "acme", "--owner", "ann"});
        test::sign_in(console, "ann");
        const std::string secret = console.create_key("ci");
        console.set("AZEN_API_KEY", secret);
        std::ofstream{file("leak.txt")} << secret << '\n';
        std::ofstream{file("keys.jsonl")} << lines_of_another_machine();
        console.create_key("other");
        console.create_key("gone");
        console.run({"keys", "delete", "gone", "--yes"});
        server = std::make_unique<test::LiveServer>(console);
        console.set("AZEN_BASE_URL", server->url());
        console.set("AZEN_MASTER_KEY", std::string(64, '0'));  // the live server's
        console.run({"memory", "add", "I love hiking"});
        memory_id = console.first_line();
        console.run({"profile", "add", "old", "--key-file", "/nonexistent"});
        console.run({"store", "backup", file("backup.db")});
        // A key before the one that is in use, for a change of keys.
        console.set("AZEN_MASTER_KEY", std::string(64, '1') + "," + std::string(64, '0'));
    }

    ExitStatus run(const Command& command, const Words& options)
    {
        Words words;
        std::istringstream stream{std::string{command.words}};
        for (std::string word; stream >> word;) {
            words.push_back(word);
        }
        for (const std::string& word : samples.at(command.words)) {
            words.push_back(value_of(word));
        }
        words.insert(words.end(), options.begin(), options.end());
        console.type("a line to import\n");
        return console.run(words);
    }

    std::string file(const std::string& name) const { return (console.home() / name).string(); }

    // What a word of a sample stands for.
    std::string value_of(const std::string& word) const
    {
        const std::map<std::string_view, std::string> meant{{"ID", memory_id},
                                                            {"LEAK", file("leak.txt")},
                                                            {"LINES", file("keys.jsonl")},
                                                            {"NEW", file("new.db")},
                                                            {"BACKUP", file("backup.db")}};
        const auto found = meant.find(word);
        return found == meant.end() ? word : found->second;
    }

    // All that a command of this noun could change. Memories are asked for by requests, which keys
    // count, so the two are looked at apart.
    std::string state(const Command& command)
    {
        if (belongs_to(command, "profile")) {
            return test::read_file(console.home() / ".config/azen/config.toml");
        }
        if (belongs_to(command, "memory")) {
            console.run({"memory", "list", "--field", "content"});
            return console.out();
        }
        std::string all;
        for (const Words& listing : {Words{"keys", "list"},
                                     Words{"users", "list"},
                                     Words{"orgs", "list"},
                                     Words{"orgs", "members", "acme"},
                                     Words{"sessions", "list"}}) {
            Words words = listing;
            words.insert(words.end(), {"--output", "json"});
            console.run(words);
            all += console.out();
        }
        return all;
    }

    test::Console console;
    std::unique_ptr<test::LiveServer> server;
    std::string memory_id;
};

const Option* find_option(const Command& command, std::string_view name)
{
    const auto found = std::ranges::find(command.options, name, &Option::name);
    return found == command.options.end() ? nullptr : *found;
}

// Commands that print text for people or scripts to run, and no records.
bool prints_no_record(const Command& command)
{
    const std::set<std::string_view> without{"audit export", "serve", "help", "complete"};
    return without.contains(command.words);
}

// Its forms are tested where it can be stopped.
bool runs_until_stopped(const Command& command)
{
    return command.words == "audit follow";
}

// What a form promises, whatever is printed in it.
void check_form(std::string_view form, const std::string& out)
{
    if (form == "json") {
        const Json json = Json::parse(out, nullptr, false);
        REQUIRE(json.is_object());
        CHECK(json.begin().key() == "schema");
    } else if (form == "jsonl") {
        for (const std::string& line : test::lines_of(out)) {
            const Json json = Json::parse(line, nullptr, false);
            REQUIRE(json.is_object());
            CHECK(json.begin().key() == "schema");
        }
    } else if (form == "csv") {
        // A heading and a record at least.
        REQUIRE(test::lines_of(out).size() >= 2);
        CHECK(contains(test::lines_of(out).at(0), ","));
    } else if (form == "name") {
        for (const std::string& line : test::lines_of(out)) {
            CHECK_FALSE(line.empty());
        }
    }
    CHECK_FALSE(out.empty());
}

}  // namespace

TEST_CASE("every command that prints records prints them in every form that it offers")
{
    for (const Command& command : command_table()) {
        CAPTURE(command.words);
        const Option* output = find_option(command, "output");
        REQUIRE((output == nullptr) == prints_no_record(command));
        if (output == nullptr || runs_until_stopped(command)) {
            continue;
        }
        REQUIRE_MESSAGE(samples.contains(command.words), "give it a line in `samples`");
        CHECK(std::ranges::find(output->choices, "json") != output->choices.end());
        for (const std::string_view form : output->choices) {
            CAPTURE(form);
            World world;
            CHECK(world.run(command, {"--output", std::string{form}}) == status_of(command));
            check_form(form, world.console.out());
        }
    }
}

TEST_CASE("every field that a command promises is there")
{
    for (const Command& command : command_table()) {
        CAPTURE(command.words);
        CHECK((find_option(command, "field") == nullptr || command.prints != nullptr));
        if (find_option(command, "field") == nullptr) {
            continue;
        }
        World world;
        REQUIRE(world.run(command, {"--field", std::string{command.prints->fields.front()}}) ==
                status_of(command));
        CHECK_FALSE(world.console.out().empty());
        CHECK(world.run(command, {"--field", "no-such-field"}) == ExitStatus::usage);
        CHECK(world.console.out().empty());
    }
}

TEST_CASE("a dry run of every command that has one changes nothing")
{
    for (const Command& command : command_table()) {
        if (find_option(command, "dry-run") == nullptr) {
            continue;
        }
        CAPTURE(command.words);
        World world;
        const std::string before = world.state(command);

        CHECK(world.run(command, {"--dry-run"}) == status_of(command));
        CHECK(contains(world.console.err(), "dry run"));
        CHECK(contains(world.console.out() + world.console.err(), "would be"));

        CHECK(world.state(command) == before);
    }
}

TEST_CASE("every command refuses secrets among its arguments, and repeats nothing of them")
{
    test::Console console;
    const std::string secret = console.create_key("ci");
    for (const Command& command : command_table()) {
        CAPTURE(command.words);
        Words words;
        std::istringstream stream{std::string{command.words}};
        for (std::string word; stream >> word;) {
            words.push_back(word);
        }
        for (const Words& disguise :
             {Words{secret}, Words{"--db=" + secret}, Words{"--", secret}}) {
            Words line = words;
            line.insert(line.end(), disguise.begin(), disguise.end());
            CHECK(console.run(line) == ExitStatus::usage);
            CHECK(contains(console.err(), "command lines are no place for secrets"));
            CHECK_FALSE(contains(console.out() + console.err(), secret.substr(3, 10)));
        }
    }
}

TEST_CASE("every shown command has a section of a manual page, with each exit status of its own")
{
    for (const Command& command : command_table()) {
        if (command.visibility == Visibility::hidden) {
            continue;
        }
        CAPTURE(command.words);
        const std::string words{command.words};
        const bool has_topic = std::ranges::any_of(topic_table(), [&command](const Topic& topic) {
            return belongs_to(command, topic.word);
        });
        const std::string page = has_topic
                                     ? *manual_page("azen-" + words.substr(0, words.find(' ')))
                                     : *manual_page("azen");
        CHECK(contains(page, "Nm azen " + words + "\n"));
        for (const ExitNote& note : command.exit_notes) {
            CHECK(contains(page, ".It " + std::to_string(static_cast<int>(note.status)) + "\n"));
            CHECK(contains(command_help(command),
                           "  " + std::to_string(static_cast<int>(note.status)) + " "));
        }
    }
}

TEST_CASE("every exit status that a command documents is one that all may know of")
{
    for (const Command& command : command_table()) {
        for (const ExitNote& note : command.exit_notes) {
            CAPTURE(command.words);
            CHECK(std::ranges::find(shared_exit_notes(), note.status, &ExitNote::status) !=
                  shared_exit_notes().end());
        }
    }
}

TEST_CASE("every command names the next step when its line is wrong")
{
    for (const Command& command : command_table()) {
        CAPTURE(command.words);
        test::Console console;
        Words words;
        std::istringstream stream{std::string{command.words}};
        for (std::string word; stream >> word;) {
            words.push_back(word);
        }
        words.emplace_back("--no-such-option");

        CHECK(console.run(words) == ExitStatus::usage);
        CHECK(console.out().empty());
        CHECK(test::lines_of(console.err()).size() == 2);
        CHECK(contains(console.err(), "\nazen: hint: "));
    }
}

}  // namespace azen::cli
