#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/support/accounts.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::contains;

struct Fixture {
    Fixture() { console.run({"users", "create", "ann"}); }

    test::Console console;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "disabling ends the sessions, enabling lets the user back")
{
    test::sign_in(console, "ann");

    CHECK(console.run({"users", "disable", "ann"}) == ExitStatus::ok);
    CHECK(console.out() == "ann is disabled, and all sessions are ended\n");
    CHECK(test::stored_user(console, "ann")->disabled_at == console.clock.now());
    console.run({"sessions", "list", "--output", "name"});
    CHECK(console.out().empty());
    CHECK(console.run({"users", "enable", "ann"}) == ExitStatus::ok);
    CHECK(console.out() == "ann is enabled\n");
    CHECK_FALSE(test::stored_user(console, "ann")->disabled_at.has_value());
}

TEST_CASE_FIXTURE(Fixture, "doing it again is no error, and scripts get the user")
{
    console.run({"users", "disable", "ann"});

    CHECK(console.run({"users", "disable", "ann", "--output", "json"}) == ExitStatus::ok);
    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("disabledAt") == "2026-01-15T10:30:00.000Z");
}

TEST_CASE_FIXTURE(Fixture, "who is not there cannot be disabled")
{
    CHECK(console.run({"users", "disable", "an"}) == ExitStatus::not_found);
    CHECK(contains(console.err(), "did you mean \"ann\"?"));
}

TEST_CASE_FIXTURE(Fixture, "the keys of a disabled user go on working")
{
    console.set("AZEN_API_KEY", console.create_key("ci", {"--user", "ann"}));

    console.run({"users", "disable", "ann"});

    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);
}

}  // namespace azen::cli
