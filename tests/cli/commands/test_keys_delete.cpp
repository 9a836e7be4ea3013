#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_delete.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

struct Fixture {
    Fixture() { secret = console.create_key("ci"); }

    std::string status(const std::string& name = "ci")
    {
        console.run({"keys", "show", name, "--output", "json"});
        return nlohmann::json::parse(console.out()).at("status");
    }

    test::Console console;
    std::string secret;
};

}  // namespace

TEST_CASE("--yes confirms, and nothing else does")
{
    CHECK(test::parse_as<keys_delete::parse>("keys delete", {"ci"})->confirmed == Confirmed::no);
    CHECK(test::parse_as<keys_delete::parse>("keys delete", {"ci", "--yes"})->confirmed ==
          Confirmed::yes);
    CHECK(test::parse_as<keys_delete::parse>("keys delete", {"-y", "ci"})->confirmed ==
          Confirmed::yes);
}

TEST_CASE_FIXTURE(Fixture, "a confirmed key is revoked for ever, and its record stays")
{
    CHECK(console.run({"keys", "delete", "ci", "--yes"}) == ExitStatus::ok);
    CHECK(test::contains(console.out(), "ci is revoked for ever"));
    CHECK(status() == "revoked");
    CHECK(console.run({"keys", "enable", "ci"}) == ExitStatus::conflict);
}

TEST_CASE_FIXTURE(Fixture, "without a terminal nothing is revoked unconfirmed")
{
    CHECK(console.run({"keys", "delete", "ci"}) == ExitStatus::declined);
    CHECK(test::contains(console.err(), "--yes"));
    CHECK(status() == "active");
}

TEST_CASE_FIXTURE(Fixture, "on a terminal it is asked, with the key's name")
{
    console.terminals = {.in = true, .out = true, .err = true};
    console.type("n\n");
    CHECK(console.run({"keys", "delete", "ci"}) == ExitStatus::declined);
    CHECK(test::contains(console.err(), "Refuse key ci"));
    CHECK(status() == "active");

    console.type("y\n");
    CHECK(console.run({"keys", "delete", "ci"}) == ExitStatus::ok);
    CHECK(status() == "revoked");
}

TEST_CASE_FIXTURE(Fixture, "revoking again is no error and asks nothing")
{
    console.run({"keys", "delete", "ci", "--yes"});

    CHECK(console.run({"keys", "delete", "ci"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "of several keys those that can be found are asked about, at once")
{
    console.create_key("deploy");
    console.create_key("gone");
    console.run({"keys", "delete", "gone", "--yes"});
    console.terminals = {.in = true, .out = true, .err = true};

    console.type("n\n");
    CHECK(console.run({"keys", "delete", "ci", "gone", "nobody", "deploy"}) ==
          ExitStatus::declined);
    CHECK(test::contains(console.err(), "Refuse 2 keys for ever: ci (starts with az_"));
    CHECK(status("deploy") == "active");

    console.type("y\n");
    CHECK(console.run({"keys", "delete", "ci", "gone", "nobody", "deploy"}) == ExitStatus::partial);
    CHECK(status("ci") == "revoked");
    CHECK(status("deploy") == "revoked");
}

TEST_CASE_FIXTURE(Fixture, "the question names ten keys, and counts the others")
{
    test::Words words{"keys", "delete", "ci"};
    for (int i = 0; i < 11; ++i) {
        words.push_back("key-" + std::to_string(i));
        console.create_key(words.back());
    }
    console.terminals = {.in = true, .out = true, .err = true};

    console.run(words);

    CHECK(test::contains(console.err(), "Refuse 12 keys for ever: ci "));
    CHECK(test::contains(console.err(), "key-8 "));
    CHECK(test::contains(console.err(), " and 2 more?"));
    CHECK_FALSE(test::contains(console.err(), "key-9 "));
}

TEST_CASE_FIXTURE(Fixture, "names on standard input leave nobody to ask")
{
    console.create_key("deploy");
    console.type("ci\ndeploy\n");

    CHECK(console.run({"keys", "delete", "-"}) == ExitStatus::declined);
    CHECK(console.run({"keys", "delete", "-", "--yes"}) == ExitStatus::ok);
    CHECK(status("deploy") == "revoked");
}

TEST_CASE_FIXTURE(Fixture, "a revoked key is refused")
{
    console.run({"keys", "delete", "ci", "--yes"});
    console.set("AZEN_API_KEY", secret);

    CHECK(console.run({"keys", "verify"}) == ExitStatus::negative);
    CHECK(test::contains(console.out(), "refused: revoked"));
}

}  // namespace azen::cli
