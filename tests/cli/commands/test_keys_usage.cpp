#include <algorithm>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_usage.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {

using test::Console;

TEST_CASE("a key's use is asked for by the key")
{
    CHECK(test::parse_as<keys_usage::parse>("keys usage", {"ci"})->reference == "ci");
    CHECK_FALSE(test::parse_as<keys_usage::parse>("keys usage", {}).has_value());
}

TEST_CASE("a new key has thirty days without use, today last")
{
    Console console;
    console.create_key("ci");

    CHECK(console.run({"keys", "usage", "ci"}) == ExitStatus::ok);

    CHECK(std::count(console.out().begin(), console.out().end(), '\n') == 32);
    CHECK(test::contains(console.out(), "\n2025-12-17  0"));
    CHECK(test::contains(console.out(), "\n2026-01-15  0"));
    CHECK(test::contains(console.out(), "\ntotal       0"));
}

TEST_CASE("scripts are told whose use it is")
{
    Console console;
    console.create_key("ci");
    console.run({"keys", "show", "ci", "--output", "json"});
    const std::string id = nlohmann::json::parse(console.out()).at("id");

    console.run({"keys", "usage", "ci", "--output", "json"});

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("schema") == "azen.usage/v1");
    CHECK(json.at("apiKeyId") == id);
    CHECK(json.at("labels").size() == 30);
}

TEST_CASE("the use of nobody is not found")
{
    Console console;
    console.create_key("ci");

    CHECK(console.run({"keys", "usage", "nobody"}) == ExitStatus::not_found);
}

}  // namespace azen::cli
