#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/support/console.h"

namespace azen::cli {

using test::contains;

TEST_CASE("users are listed newest first, a page at a time")
{
    test::Console console;
    for (const char* name : {"ann", "bob", "cid"}) {
        console.run({"users", "create", name});
    }

    CHECK(console.run({"users", "list", "--limit", "2", "--field", "name"}) == ExitStatus::ok);
    CHECK(console.out() == "cid\nbob\n");
    console.run({"users", "list", "--limit", "2", "--page", "2", "--output", "json"});
    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("users").size() == 1);
    CHECK(json.at("more") == false);
}

TEST_CASE("no users is said, and is no error")
{
    test::Console console;
    console.run({"orgs", "create", "acme"});

    CHECK(console.run({"users", "list"}) == ExitStatus::ok);
    CHECK(console.out().empty());
    CHECK(contains(console.err(), "there are no users yet"));
}

TEST_CASE("of no store there are no users")
{
    test::Console console;

    CHECK(console.run({"users", "list", "--output", "jsonl"}) == ExitStatus::ok);
    CHECK(console.out().empty());
}

}  // namespace azen::cli
