#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_expire.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

Result<keys_expire::Options> parse(const test::Words& words)
{
    return test::parse_as<keys_expire::parse>("keys expire", words);
}

struct Fixture {
    Fixture() { console.create_key("ci"); }

    std::string status()
    {
        console.run({"keys", "show", "ci", "--output", "json"});
        return nlohmann::json::parse(console.out()).at("status");
    }

    test::Console console;
};

}  // namespace

TEST_CASE("a moment is a length of time from now, a date, now or never")
{
    constexpr Timestamp now = test::FakeClock::default_start;

    CHECK(parse({"ci", "1d"})->expires_at == now + std::chrono::days{1});
    CHECK(parse({"ci", "now"})->expires_at == now);
    CHECK(parse({"ci", "2027-01-31"})->expires_at ==
          Timestamp{std::chrono::sys_days{std::chrono::year{2027} / 1 / 31}});
    CHECK_FALSE(parse({"ci", "never"})->expires_at.has_value());
    CHECK(parse({"ci", "soon"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"ci"}).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "a key expires when its moment has come")
{
    CHECK(console.run({"keys", "expire", "ci", "30d"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is set to expire 2026-02-14T10:30:00.000Z\n");
    CHECK(status() == "active");
    console.clock.advance(std::chrono::days{30});
    CHECK(status() == "expired");
}

TEST_CASE_FIXTURE(Fixture, "a key expires at once, and lives again")
{
    CHECK(console.run({"keys", "expire", "ci", "now"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is expired, as of 2026-01-15T10:30:00.000Z\n");
    CHECK(status() == "expired");
    CHECK(console.run({"keys", "expire", "ci", "never"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is set never to expire\n");
    CHECK(status() == "active");
}

TEST_CASE_FIXTURE(Fixture, "more than ten years are refused")
{
    CHECK(console.run({"keys", "expire", "ci", "2099-01-01"}) == ExitStatus::usage);
    CHECK(status() == "active");
}

TEST_CASE_FIXTURE(Fixture, "scripts get the changed key")
{
    console.run({"keys", "expire", "ci", "1d", "--output", "json"});

    CHECK(nlohmann::json::parse(console.out()).at("expiresAt") == "2026-01-16T10:30:00.000Z");
}

TEST_CASE("the last word is the moment, those before it are keys")
{
    CHECK(parse({"ci", "deploy", "1d"})->references == test::Words{"ci", "deploy"});
    CHECK(parse({"ci", "deploy", "1d"})->expires_at ==
          test::FakeClock::default_start + std::chrono::days{1});
    CHECK(parse({"ci", "deploy"}).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "several keys expire together")
{
    console.create_key("deploy");

    CHECK(console.run({"keys", "expire", "ci", "deploy", "1d"}) == ExitStatus::ok);

    CHECK(test::contains(console.out(), "deploy is set to expire 2026-01-16T10:30:00.000Z"));
    console.clock.advance(std::chrono::days{1});
    CHECK(status() == "expired");
}

TEST_CASE_FIXTURE(Fixture, "what is not there cannot expire")
{
    CHECK(console.run({"keys", "expire", "nobody", "1d"}) == ExitStatus::not_found);
    CHECK(console.out().empty());
}

}  // namespace azen::cli
