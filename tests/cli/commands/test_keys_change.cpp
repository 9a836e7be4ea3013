// The commands that change one thing about a key: name, enable, disable, expire.

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_enable.h"
#include "cli/commands/keys_expire.h"
#include "cli/commands/keys_name.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

// A key called ci, and a way to look at it.
struct Fixture {
    Fixture() { console.create_key("ci"); }

    nlohmann::json shown(const std::string& reference = "ci")
    {
        console.run({"keys", "show", reference, "--output", "json"});
        return nlohmann::json::parse(console.out());
    }

    Console console;
};

}  // namespace

TEST_CASE("the words of each change are read in order")
{
    const auto name = test::parse_as<keys_name::parse>("keys name", {"ci", "new"});
    const auto expire = test::parse_as<keys_expire::parse>("keys expire", {"ci", "1d"});
    const auto never = test::parse_as<keys_expire::parse>("keys expire", {"ci", "never"});
    const auto enable = test::parse_as<keys_enable::parse>("keys disable", {"ci"});

    CHECK(name->reference == "ci");
    CHECK(name->new_name == "new");
    CHECK(expire->expires_at == test::FakeClock::default_start + std::chrono::days{1});
    CHECK_FALSE(never->expires_at.has_value());
    CHECK(enable->reference == "ci");
    CHECK_FALSE(test::parse_as<keys_name::parse>("keys name", {"ci"}).has_value());
    CHECK_FALSE(test::parse_as<keys_expire::parse>("keys expire", {"ci", "soon"}).has_value());
}

TEST_CASE_FIXTURE(Fixture, "a key is renamed")
{
    CHECK(console.run({"keys", "name", "ci", "deploy"}) == ExitStatus::ok);
    CHECK(console.out() == "the key is now called deploy\n");
    CHECK(shown("deploy").at("name") == "deploy");
    CHECK(console.run({"keys", "show", "ci"}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Fixture, "a name with braces in it is printed as it is")
{
    CHECK(console.run({"keys", "name", "ci", "{}{0}"}) == ExitStatus::ok);
    CHECK(console.out() == "the key is now called {}{0}\n");
}

TEST_CASE_FIXTURE(Fixture, "a key is disabled, and enabled again, as often as one likes")
{
    CHECK(console.run({"keys", "disable", "ci"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is disabled\n");
    CHECK(shown().at("status") == "disabled");
    CHECK(console.run({"keys", "disable", "ci"}) == ExitStatus::ok);
    CHECK(console.run({"keys", "enable", "ci"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is enabled\n");
    CHECK(shown().at("status") == "active");
}

TEST_CASE_FIXTURE(Fixture, "a key expires when it is told to, at once, or never")
{
    CHECK(console.run({"keys", "expire", "ci", "30d"}) == ExitStatus::ok);
    CHECK(console.out() == "ci expires 2026-02-14T10:30:00.000Z\n");
    CHECK(console.run({"keys", "expire", "ci", "now"}) == ExitStatus::ok);
    CHECK(console.out() == "ci has expired 2026-01-15T10:30:00.000Z\n");
    CHECK(shown().at("status") == "expired");
    CHECK(console.run({"keys", "expire", "ci", "never"}) == ExitStatus::ok);
    CHECK(console.out() == "ci does not expire\n");
    CHECK(shown().at("status") == "active");
}

TEST_CASE_FIXTURE(Fixture, "scripts get the changed key")
{
    console.run({"keys", "disable", "ci", "--output", "json"});

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("schema") == "azen.key/v1");
    CHECK(json.at("enabled") == false);
}

TEST_CASE_FIXTURE(Fixture, "what is not there cannot be changed")
{
    CHECK(console.run({"keys", "disable", "nobody"}) == ExitStatus::not_found);
    CHECK(console.run({"keys", "name", "nobody", "x"}) == ExitStatus::not_found);
    CHECK(console.run({"keys", "expire", "nobody", "1d"}) == ExitStatus::not_found);
    CHECK(console.out().empty());
}

}  // namespace azen::cli
