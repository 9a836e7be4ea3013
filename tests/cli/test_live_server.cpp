// The commands that speak to a server, against the one in this project: both sides of the contract.

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/support/console.h"
#include "cli/support/live_server.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;
using test::LiveServer;

// A console with a key called ci, and a server that knows it.
struct Fixture {
    explicit Fixture(const test::Words& key_options = {})
        : secret{console.create_key("ci", key_options)}, server{console}
    {
        console.set("AZEN_API_KEY", secret);
        console.set("AZEN_BASE_URL", server.url());
    }

    std::string add(const std::string& text)
    {
        console.run({"memory", "add", text});
        return console.first_line();
    }

    nlohmann::json json_of(test::Words words)
    {
        words.insert(words.end(), {"--output", "json"});
        console.run(words);
        return nlohmann::json::parse(console.out());
    }

    Console console;
    std::string secret;
    LiveServer server;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a memory is added, found, read and deleted")
{
    const std::string id = add("I love hiking in the mountains");

    CHECK(console.run({"memory", "search", "hiking"}) == ExitStatus::ok);
    CHECK(contains(console.out(), id));
    CHECK(console.run({"memory", "get", id}) == ExitStatus::ok);
    CHECK(console.out() == "I love hiking in the mountains\n");
    CHECK(console.run({"memory", "delete", id, "--yes"}) == ExitStatus::ok);
    CHECK(console.run({"memory", "get", id}) == ExitStatus::not_found);
    CHECK(console.run({"memory", "delete", id, "--yes"}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Fixture, "memories are listed page by page, newest first")
{
    const std::string first = add("first");
    const std::string second = add("second");

    const auto page = json_of({"memory", "list", "--per", "1"});

    CHECK(page.at("memories").at(0).at("id") == second);
    CHECK(page.at("total_count") == 2);
    CHECK(page.at("total_pages") == 2);
    console.run({"memory", "list", "--per", "1", "--page", "2"});
    CHECK(contains(console.out(), first));
    CHECK(console.err().empty());
}

TEST_CASE_FIXTURE(Fixture, "a dedup key is remembered, and metadata comes back")
{
    const auto one =
        json_of({"memory", "add", "x", "--dedup-key", "k", "--metadata", R"({"team":"search"})"});
    const auto other = json_of({"memory", "add", "y", "--dedup-key", "k"});

    CHECK(one.at("duplicated") == false);
    CHECK(other.at("duplicated") == true);
    CHECK(one.at("memoryId") == other.at("memoryId"));
    const auto memory = json_of({"memory", "get", one.at("memoryId").get<std::string>()});
    CHECK(memory.at("metadata").at("team") == "search");
    CHECK(memory.at("content") == "x");
}

TEST_CASE_FIXTURE(Fixture, "what was done is counted, at the server and in the store")
{
    add("counted");
    console.run({"memory", "search", "counted"});

    const auto remote = json_of({"usage"});

    CHECK(remote.at("summary").at("memory_count") == 1);
    CHECK(remote.at("summary").at("search_count") == 1);
    CHECK(remote.at("summary").at("total_requests") == 2);
    CHECK(remote.at("labels").size() == 30);
}

TEST_CASE_FIXTURE(Fixture, "the server sees a change of a key with the next request")
{
    CHECK(console.run({"memory", "list"}) == ExitStatus::ok);
    console.run({"keys", "disable", "ci"});
    CHECK(console.run({"memory", "list"}) == ExitStatus::refused);
    CHECK(contains(console.err(), "Invalid API key"));
    console.run({"keys", "enable", "ci"});
    CHECK(console.run({"memory", "list"}) == ExitStatus::ok);
    console.run({"keys", "permit", "ci", "--revoke", "memory.read"});
    CHECK(console.run({"memory", "list"}) == ExitStatus::refused);
}

TEST_CASE("over its quota a key is limited, with a status of its own")
{
    Fixture limited{{"--rate", "none", "--quota", "1"}};

    CHECK(limited.console.run({"memory", "list"}) == ExitStatus::ok);
    CHECK(limited.console.run({"memory", "list"}) == ExitStatus::rate_limited);
    CHECK(contains(limited.console.err(), "Rate limit exceeded"));
}

TEST_CASE_FIXTURE(Fixture, "status finds the server, and the key accepted")
{
    const auto status = json_of({"status", "--check-key"});

    CHECK(status.at("usable") == true);
    CHECK(status.at("server").at("httpStatus") == 200);
    CHECK(status.at("server").at("key") == "accepted");
}

TEST_CASE("a Unix socket does as well as a port")
{
    Console console;
    console.set("AZEN_API_KEY", console.create_key("ci"));
    const LiveServer server{console, "unix:" + (console.home() / "azen.sock").string()};
    console.set("AZEN_BASE_URL", server.url());

    CHECK(console.run({"memory", "add", "through a socket"}) == ExitStatus::ok);
    CHECK(console.run({"memory", "list"}) == ExitStatus::ok);
    CHECK(contains(console.out(), "through a socket"));
}

}  // namespace azen::cli
