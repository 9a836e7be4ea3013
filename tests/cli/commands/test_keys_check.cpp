#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_check.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::contains;
using namespace std::chrono_literals;

Result<keys_check::Options> parse(const test::Words& words)
{
    return test::parse_as<keys_check::parse>("keys check", words);
}

}  // namespace

TEST_CASE("every rule is a length of time or a flag, and at least one is given")
{
    const KeyPolicy policy =
        parse({"--expiring", "14d", "--unused", "30d", "--max-age", "90d", "--no-expiry"})->policy;

    CHECK(policy.expiring == 14 * 24h);
    CHECK(policy.unused == 30 * 24h);
    CHECK(policy.max_age == 90 * 24h);
    CHECK(policy.no_expiry);
    CHECK(parse({}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--unused", "long"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"ci", "--no-expiry"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("a gate is open as long as every key keeps the rules, and closed when one does not")
{
    test::Console console;
    console.create_key("ci", {"--expires", "20d"});
    const test::Words gate{"keys", "check", "--expiring", "14d", "--no-expiry"};

    CHECK(console.run(gate) == ExitStatus::ok);
    CHECK(console.out().empty());
    CHECK(console.err() == "azen: nothing found in 1 key\n");
    console.clock.advance(6 * 24h);
    CHECK(console.run(gate) == ExitStatus::negative);
    CHECK(contains(console.out(), "ci "));
    CHECK(contains(console.out(), "expires in 14d"));
}

TEST_CASE("a key that was used is not unused, and dead keys are left out")
{
    test::Console console;
    console.set("AZEN_API_KEY", console.create_key("ci"));
    console.create_key("gone");
    console.run({"keys", "delete", "gone", "--yes"});
    console.clock.advance(30 * 24h);

    CHECK(console.run({"keys", "check", "--unused", "30d"}) == ExitStatus::negative);
    CHECK(contains(console.out(), "was never used"));
    CHECK_FALSE(contains(console.out(), "gone"));
    console.run({"keys", "verify"});
    CHECK(console.run({"keys", "check", "--unused", "30d"}) == ExitStatus::ok);
}

TEST_CASE("scripts and code hosts get the same findings")
{
    test::Console console;
    console.create_key("ci");

    CHECK(console.run({"keys", "check", "--no-expiry", "--output", "json"}) ==
          ExitStatus::negative);
    CHECK(nlohmann::json::parse(console.out()).at("findings").size() == 1);
    CHECK(console.run({"keys", "check", "--no-expiry", "--output", "sarif"}) ==
          ExitStatus::negative);
    CHECK(nlohmann::json::parse(console.out()).at("/runs/0/results"_json_pointer).size() == 1);
}

TEST_CASE("without a store there is nothing to vouch for")
{
    test::Console console;

    CHECK(console.run({"keys", "check", "--no-expiry"}) == ExitStatus::not_found);
}

}  // namespace azen::cli
