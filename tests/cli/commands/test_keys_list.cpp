#include <filesystem>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_list.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

Result<keys_list::Options> parse(const test::Words& words)
{
    return test::parse_as<keys_list::parse>("keys list", words);
}

}  // namespace

TEST_CASE("pages are of fifty keys, from the first, unless said otherwise")
{
    CHECK(parse({})->page.number == 1);
    CHECK(parse({})->page.limit == 50);
    CHECK(parse({"--page", "3", "--limit", "7"})->page.number == 3);
    CHECK(parse({"--page", "3", "--limit", "7"})->page.limit == 7);
    CHECK(parse({"--page", "0"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--limit", "1001"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("a machine that has nothing has no keys, and is left as it is")
{
    Console console;

    CHECK(console.run({"keys", "list"}) == ExitStatus::ok);
    CHECK(console.out().empty());
    CHECK(contains(console.err(), console.store().string()));
    CHECK_FALSE(std::filesystem::exists(console.store()));
    CHECK(console.run({"keys", "list", "--output", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(console.out()).at("keys").empty());
}

TEST_CASE("keys are listed with what one wants to know at a glance")
{
    Console console;
    console.create_key("old", {"--expires", "1d"});
    console.clock.advance(std::chrono::days{2});
    console.create_key("new", {"--rate", "none"});

    CHECK(console.run({"keys", "list"}) == ExitStatus::ok);

    CHECK(console.out().starts_with("NAME  START"));
    CHECK(console.out().find("new") < console.out().find("old"));
    CHECK(contains(console.out(), "expired"));
    CHECK(contains(console.out(), "1d ago"));
    CHECK(contains(console.out(), "none"));
    CHECK(console.err().empty());
}

TEST_CASE("what does not fit on a page is told of")
{
    Console console;
    console.create_key("one");
    console.create_key("two");
    console.create_key("three");

    console.run({"keys", "list", "--limit", "2"});
    CHECK(contains(console.err(), "--page 2 shows the next"));
    console.run({"keys", "list", "--limit", "2", "--page", "2"});
    CHECK(contains(console.out(), "one"));
    CHECK_FALSE(contains(console.out(), "two"));
    CHECK(console.err().empty());
}

TEST_CASE("scripts get a page as an object")
{
    Console console;
    console.create_key("one");
    console.create_key("two");

    console.run({"keys", "list", "--limit", "1", "--output", "json"});

    test::check_golden("tests/golden/json/keys.json", console.out());
}

TEST_CASE("a store that is no store is told from one that is not there")
{
    Console console;
    console.set("AZEN_DB", console.home().string());

    CHECK(console.run({"keys", "list"}) == ExitStatus::store);
    CHECK(console.out().empty());
}

}  // namespace azen::cli
