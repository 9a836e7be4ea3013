#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_export.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "core/transfer/key_line.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Words;

struct Fixture {
    Fixture()
    {
        secret = console.create_key("ci");
        console.create_key("deploy");
    }

    // The names in the lines of the last run.
    std::string names() const
    {
        std::istringstream lines{console.out()};
        std::string names;
        for (std::string line; std::getline(lines, line);) {
            names += key_line::parse(line)->key.name + ' ';
        }
        return names;
    }

    test::Console console;
    std::string secret;
};

}  // namespace

TEST_CASE("without names all keys are meant")
{
    CHECK(test::parse_as<keys_export::parse>("keys export", {})->references.empty());
    CHECK(test::parse_as<keys_export::parse>("keys export", {"a", "b"})->references ==
          Words{"a", "b"});
}

TEST_CASE_FIXTURE(Fixture, "every key is a line that can be read, and no secret is in it")
{
    CHECK(console.run({"keys", "export"}) == ExitStatus::ok);

    CHECK(names() == "ci deploy ");
    CHECK(contains(console.out(), "\"schema\":\"azen.exported-key/v1\""));
    CHECK_FALSE(contains(console.out(), secret.substr(8)));
    CHECK(console.err().empty());
}

TEST_CASE_FIXTURE(Fixture, "keys that are named are written alone, whatever way they are named")
{
    CHECK(console.run({"keys", "export", "deploy"}) == ExitStatus::ok);
    CHECK(names() == "deploy ");
    console.type("ci\n");
    CHECK(console.run({"keys", "export", "-"}) == ExitStatus::ok);
    CHECK(names() == "ci ");
}

TEST_CASE_FIXTURE(Fixture, "a name that is none writes nothing")
{
    CHECK(console.run({"keys", "export", "ci", "nobody"}) == ExitStatus::not_found);
    CHECK(console.out().empty());
}

TEST_CASE_FIXTURE(Fixture, "all in one object is what the lines are")
{
    console.run({"keys", "export"});
    const std::string first = console.first_line();

    CHECK(console.run({"keys", "export", "--output", "json"}) == ExitStatus::ok);

    const auto json = nlohmann::ordered_json::parse(console.out());
    CHECK(json.at("schema") == "azen.exported-keys/v1");
    REQUIRE(json.at("keys").size() == 2);
    CHECK(json.at("keys").at(0).dump() == first);
}

TEST_CASE("a store without keys has none to export, a machine without a store is told so")
{
    test::Console console;

    CHECK(console.run({"keys", "export"}) == ExitStatus::not_found);
    console.create_key("ci");
    console.run({"keys", "delete", "ci", "--yes"});
    console.run({"keys", "prune", "--revoked", "--yes"});
    CHECK(console.run({"keys", "export"}) == ExitStatus::ok);
    CHECK(console.out().empty());
    CHECK(console.run({"keys", "export", "--output", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(console.out()).at("keys").empty());
}

}  // namespace azen::cli
