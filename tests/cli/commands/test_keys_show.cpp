#include <algorithm>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_show.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"

namespace azen::cli {

using test::Console;
using test::contains;

TEST_CASE("a key to be shown is named, and only it")
{
    CHECK(test::parse_as<keys_show::parse>("keys show", {"ci"})->reference == "ci");
    CHECK_FALSE(test::parse_as<keys_show::parse>("keys show", {}).has_value());
    CHECK_FALSE(test::parse_as<keys_show::parse>("keys show", {"a", "b"}).has_value());
}

TEST_CASE("a key is shown by its name, its id and its start, without its secret")
{
    Console console;
    const std::string secret = console.create_key("ci");
    console.run({"keys", "show", "ci", "--output", "json"});
    const auto key = nlohmann::json::parse(console.out());

    for (const char* reference : {"id", "name", "start"}) {
        CAPTURE(reference);
        CHECK(console.run({"keys", "show", key.at(reference).get<std::string>()}) ==
              ExitStatus::ok);
        CHECK(contains(console.out(), key.at("id").get<std::string>()));
        CHECK_FALSE(contains(console.out(), secret.substr(8)));
    }
}

TEST_CASE("scripts get every field")
{
    Console console;
    console.create_key("ci", {"--expires", "1d"});

    console.run({"keys", "show", "ci", "--output", "json"});

    test::check_golden("tests/golden/json/key.json", console.out());
}

TEST_CASE("where the secrets of a key stand is shown")
{
    Console console;
    console.create_key("ci");
    console.run({"keys", "rotate", "ci"});
    const std::string start = console.first_line().substr(0, 7);

    console.run({"keys", "show", "ci"});

    CHECK(contains(console.out(), start + "… pending since 2026-01-15T10:30:00.000Z (now)"));
    CHECK(contains(console.out(), "… active since 2026-01-15T10:30:00.000Z (now)"));
}

TEST_CASE("a name that nobody has leads to the nearest one")
{
    Console console;
    console.create_key("deploy");

    CHECK(console.run({"keys", "show", "depoly"}) == ExitStatus::not_found);
    CHECK(contains(console.err(), "deploy"));
}

TEST_CASE("a name that two keys have is refused, and both are listed")
{
    Console console;
    console.create_key("twin");
    console.create_key("twin");

    CHECK(console.run({"keys", "show", "twin"}) == ExitStatus::conflict);
    CHECK(std::ranges::count(console.err(), '\n') >= 3);
}

TEST_CASE("without a store there is no key, and none is made")
{
    Console console;

    CHECK(console.run({"keys", "show", "ci"}) == ExitStatus::not_found);
    CHECK(contains(console.err(), "azen keys create"));
}

}  // namespace azen::cli
