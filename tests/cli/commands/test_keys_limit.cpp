#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_limit.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::Console;

Result<keys_limit::Options> parse(const test::Words& words)
{
    return test::parse_as<keys_limit::parse>("keys limit", words);
}

struct Fixture {
    Fixture() { console.create_key("ci"); }

    Console console;
};

}  // namespace

TEST_CASE("what is not named is left alone, and none is something else than nothing")
{
    CHECK(parse({"ci", "--rate", "5/s"})->rate->max == 5);
    CHECK_FALSE(parse({"ci", "--rate", "5/s"})->quota.has_value());
    CHECK(parse({"ci", "--quota", "7"})->quota == std::optional<std::int64_t>{7});
    CHECK(parse({"ci", "--quota", "none"})->quota.has_value());
    CHECK_FALSE(parse({"ci", "--quota", "none"})->quota->has_value());
    CHECK(parse({"ci", "--refill", "9/d"})->refill->value().amount == 9);
    CHECK_FALSE(parse({"ci", "--refill", "none"})->refill->has_value());
}

TEST_CASE("asking for nothing, or for nonsense, is refused")
{
    CHECK(parse({"ci"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"ci", "--rate", "x"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"ci", "--quota", "-1"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"ci", "--refill", "x"}).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "the rate and the quota change by themselves")
{
    CHECK(console.run({"keys", "limit", "ci", "--rate", "5/2s"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is limited to rate 5/2s, quota none, refill none\n");
    CHECK(console.run({"keys", "limit", "ci", "--quota", "100"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is limited to rate 5/2s, quota 100, refill none\n");
    CHECK(console.run({"keys", "limit", "ci", "--rate", "none"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is limited to rate none, quota 100, refill none\n");
}

TEST_CASE_FIXTURE(Fixture, "a new quota keeps the refill, a new refill what is left")
{
    console.run({"keys", "limit", "ci", "--quota", "100", "--refill", "50/d"});
    CHECK(console.out() == "ci is limited to rate 60/1m, quota 100, refill 50/1d\n");
    console.run({"keys", "limit", "ci", "--quota", "7"});
    CHECK(console.out() == "ci is limited to rate 60/1m, quota 7, refill 50/1d\n");
    console.run({"keys", "limit", "ci", "--refill", "8/h"});
    CHECK(console.out() == "ci is limited to rate 60/1m, quota 7, refill 8/1h\n");
    console.run({"keys", "limit", "ci", "--refill", "none"});
    CHECK(console.out() == "ci is limited to rate 60/1m, quota 7, refill none\n");
}

TEST_CASE_FIXTURE(Fixture, "no quota has no refill")
{
    console.run({"keys", "limit", "ci", "--quota", "100", "--refill", "50/d"});

    CHECK(console.run({"keys", "limit", "ci", "--quota", "none"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is limited to rate 60/1m, quota none, refill none\n");
    CHECK(console.run({"keys", "limit", "ci", "--refill", "5/d"}) == ExitStatus::usage);
    CHECK(test::contains(console.err(), "--quota"));
}

TEST_CASE_FIXTURE(Fixture, "scripts get the changed key")
{
    console.run({"keys", "limit", "ci", "--rate", "5/2s", "--output", "json"});

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("rateLimitMax") == 5);
    CHECK(json.at("rateLimitTimeWindow") == 2'000);
}

}  // namespace azen::cli
