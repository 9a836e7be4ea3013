#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/status.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "cli/support/scripted_server.h"

namespace azen::cli {
namespace {

using test::contains;
using test::ScriptedServer;

nlohmann::json status_of(test::Console& console, const test::Words& options = {})
{
    test::Words words{"status", "--output", "json"};
    words.insert(words.end(), options.begin(), options.end());
    console.run(words);
    return nlohmann::json::parse(console.out());
}

}  // namespace

TEST_CASE("a server counts as chosen when it is named")
{
    CHECK_FALSE(test::parse_as<status::parse>("status", {})->server_chosen);
    CHECK(test::parse_as<status::parse>("status", {"--base-url", "unix:/a"})->server_chosen);
    CHECK(test::parse_as<status::parse>("status", {"--check-key"})->check_key);
}

TEST_CASE("a machine that has nothing is fine, is left so, and asks nobody")
{
    test::Console console;

    CHECK(console.run({"status"}) == ExitStatus::ok);
    CHECK(contains(console.out(), console.store().string()));
    CHECK(contains(console.out(), "not asked"));
    CHECK_FALSE(std::filesystem::exists(console.store()));
}

TEST_CASE("a store is told of with what is in it")
{
    test::Console console;
    console.create_key("one");
    console.create_key("two");

    const auto json = status_of(console);

    CHECK(json.at("usable") == true);
    CHECK(json.at("store").at("keys") == 2);
    CHECK(json.at("store").at("memories") == 0);
    CHECK(json.at("store").at("masterKey") == "none");
    CHECK(json.at("server").at("contacted") == false);
}

TEST_CASE("a store that is none, and a master key that is none, are not usable")
{
    test::Console console;
    std::ofstream{console.home() / "text"} << std::string(5'000, 'x');

    CHECK(console.run({"status", "--db", (console.home() / "text").string()}) ==
          ExitStatus::negative);
    console.set("AZEN_MASTER_KEY", "nonsense");
    CHECK(console.run({"status"}) == ExitStatus::negative);
    CHECK_FALSE(contains(console.out(), "nonsense"));
}

TEST_CASE("a server is asked for its health, without the key")
{
    ScriptedServer server{{{}}};
    test::Console console;
    console.set("AZEN_API_KEY", "the-key");

    const auto json = status_of(console, {"--base-url", server.url()});

    CHECK(json.at("server").at("httpStatus") == 200);
    CHECK(json.at("server").at("key") == "unchecked");
    CHECK(server.requests().size() == 1);
    CHECK(server.requests().front().starts_with("GET /healthz "));
    CHECK_FALSE(contains(server.requests().front(), "the-key"));
}

TEST_CASE("the key is tried only when that is asked for")
{
    ScriptedServer accepting{{{}}};
    ScriptedServer refusing{{{}, {.status = 403}}};
    test::Console console;
    console.set("AZEN_API_KEY", "the-key");

    CHECK(
        status_of(console, {"--check-key", "--base-url", accepting.url()}).at("server").at("key") ==
        "accepted");
    CHECK(contains(accepting.requests().back(), "azen-api-key: the-key"));
    CHECK(
        status_of(console, {"--check-key", "--base-url", refusing.url()}).at("server").at("key") ==
        "refused");
    CHECK(console.run({"status", "--check-key", "--base-url", refusing.url()}) ==
          ExitStatus::negative);
}

TEST_CASE("a server that does not answer, or answers with an error, is not usable")
{
    ScriptedServer failing{{{.status = 503}}};
    test::Console console;

    CHECK(console.run({"status", "--base-url", failing.url()}) == ExitStatus::negative);
    CHECK(console.run({"status", "--base-url", "unix:/nonexistent"}) == ExitStatus::negative);
    CHECK(contains(console.out(), "unix:/nonexistent"));
}

}  // namespace azen::cli
