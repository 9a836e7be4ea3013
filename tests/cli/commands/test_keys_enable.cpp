#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_enable.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

struct Fixture {
    Fixture() { console.set("AZEN_API_KEY", console.create_key("ci")); }

    std::string status()
    {
        console.run({"keys", "show", "ci", "--output", "json"});
        return nlohmann::json::parse(console.out()).at("status");
    }

    test::Console console;
};

}  // namespace

TEST_CASE("both ways take a key or more")
{
    for (const char* row : {"keys enable", "keys disable"}) {
        CAPTURE(row);
        CHECK(test::parse_as<keys_enable::parse>(row, {"ci"})->references == test::Words{"ci"});
        CHECK(test::parse_as<keys_enable::parse>(row, {"a", "b"})->references ==
              test::Words{"a", "b"});
        CHECK_FALSE(test::parse_as<keys_enable::parse>(row, {}).has_value());
    }
}

TEST_CASE_FIXTURE(Fixture, "a disabled key is refused, an enabled one accepted again")
{
    CHECK(console.run({"keys", "disable", "ci"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is disabled\n");
    CHECK(console.run({"keys", "verify"}) == ExitStatus::negative);
    CHECK(console.run({"keys", "enable", "ci"}) == ExitStatus::ok);
    CHECK(console.out() == "ci is enabled\n");
    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "doing it again is no error")
{
    console.run({"keys", "disable", "ci"});

    CHECK(console.run({"keys", "disable", "ci"}) == ExitStatus::ok);
    CHECK(status() == "disabled");
    console.run({"keys", "enable", "ci"});
    CHECK(console.run({"keys", "enable", "ci"}) == ExitStatus::ok);
    CHECK(status() == "active");
}

TEST_CASE_FIXTURE(Fixture, "a key can be made disabled, to be enabled when it is needed")
{
    console.set("AZEN_API_KEY", console.create_key("later", {"--disabled"}));

    CHECK(console.run({"keys", "verify"}) == ExitStatus::negative);
    console.run({"keys", "enable", "later"});
    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "scripts get the changed key")
{
    console.run({"keys", "disable", "ci", "--output", "json"});

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("schema") == "azen.key/v1");
    CHECK(json.at("enabled") == false);
}

TEST_CASE_FIXTURE(Fixture, "several keys are switched, whatever becomes of the others")
{
    console.create_key("deploy");

    CHECK(console.run({"keys", "disable", "ci", "nobody", "deploy"}) == ExitStatus::partial);

    CHECK(test::contains(console.out(), "deploy is disabled"));
    CHECK(status() == "disabled");
    CHECK(console.run({"keys", "enable", "ci", "deploy"}) == ExitStatus::ok);
    CHECK(status() == "active");
}

TEST_CASE_FIXTURE(Fixture, "what is not there, or revoked, cannot be enabled")
{
    console.create_key("gone");
    console.run({"keys", "delete", "gone", "--yes"});

    CHECK(console.run({"keys", "enable", "nobody"}) == ExitStatus::not_found);
    CHECK(console.run({"keys", "enable", "gone"}) == ExitStatus::conflict);
}

}  // namespace azen::cli
