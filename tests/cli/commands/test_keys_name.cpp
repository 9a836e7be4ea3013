#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_name.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

struct Fixture {
    Fixture() { console.create_key("ci"); }

    test::Console console;
};

}  // namespace

TEST_CASE("a key and its new name are read in this order")
{
    const auto options = test::parse_as<keys_name::parse>("keys name", {"ci", "new"});

    CHECK(options->reference == "ci");
    CHECK(options->new_name == "new");
    CHECK_FALSE(test::parse_as<keys_name::parse>("keys name", {"ci"}).has_value());
    CHECK_FALSE(test::parse_as<keys_name::parse>("keys name", {"a", "b", "c"}).has_value());
}

TEST_CASE_FIXTURE(Fixture, "a key is renamed, and found by its new name only")
{
    CHECK(console.run({"keys", "name", "ci", "deploy"}) == ExitStatus::ok);
    CHECK(console.out() == "the key is called deploy\n");
    CHECK(console.run({"keys", "show", "deploy"}) == ExitStatus::ok);
    CHECK(console.run({"keys", "show", "ci"}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Fixture, "a name with braces in it is printed as it is")
{
    CHECK(console.run({"keys", "name", "ci", "{}{0}"}) == ExitStatus::ok);
    CHECK(console.out() == "the key is called {}{0}\n");
}

TEST_CASE_FIXTURE(Fixture, "what cannot be a name is refused, and the old one stays")
{
    CHECK(console.run({"keys", "name", "ci", ""}) == ExitStatus::usage);
    CHECK(console.run({"keys", "name", "ci", std::string(33, 'x')}) == ExitStatus::usage);
    CHECK(console.run({"keys", "name", "ci", "a\nb"}) == ExitStatus::usage);
    CHECK(console.run({"keys", "show", "ci"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "a name may be taken twice, but then no longer names one key")
{
    console.create_key("deploy");

    CHECK(console.run({"keys", "name", "ci", "deploy"}) == ExitStatus::ok);
    CHECK(console.run({"keys", "name", "deploy", "x"}) == ExitStatus::conflict);
}

TEST_CASE_FIXTURE(Fixture, "scripts get the changed key")
{
    console.run({"keys", "name", "ci", "deploy", "--output", "json"});

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("schema") == "azen.key/v1");
    CHECK(json.at("name") == "deploy");
}

TEST_CASE_FIXTURE(Fixture, "a key that is not there cannot be renamed")
{
    CHECK(console.run({"keys", "name", "nobody", "x"}) == ExitStatus::not_found);
    CHECK(console.out().empty());
}

}  // namespace azen::cli
