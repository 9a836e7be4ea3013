#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/support/console.h"

namespace azen::cli {

using test::contains;

TEST_CASE("an organization is made, store and all")
{
    test::Console console;

    CHECK(console.run({"orgs", "create", "acme"}) == ExitStatus::ok);
    CHECK(console.out().starts_with("organization acme is made (id "));
    console.run({"orgs", "list", "--output", "json"});
    CHECK(nlohmann::json::parse(console.out()).at("organizations").at(0).at("slug") == "acme");
}

TEST_CASE("its first owner is made with it, or nothing is")
{
    test::Console console;
    console.run({"users", "create", "ann"});

    CHECK(console.run({"orgs", "create", "acme", "--owner", "nobody"}) == ExitStatus::not_found);
    CHECK(console.run({"orgs", "create", "acme", "--owner", "ann"}) == ExitStatus::ok);
    console.run({"orgs", "members", "acme", "--field", "role"});
    CHECK(console.out() == "owner\n");
}

TEST_CASE("a name or a slug that is taken is a conflict")
{
    test::Console console;
    console.run({"orgs", "create", "acme", "--slug", "a"});

    CHECK(console.run({"orgs", "create", "acme"}) == ExitStatus::conflict);
    CHECK(console.run({"orgs", "create", "other", "--slug", "a"}) == ExitStatus::conflict);
    CHECK(contains(console.err(), "choose another slug"));
}

TEST_CASE("a key finds the organization that was made for it")
{
    test::Console console;
    console.run({"orgs", "create", "acme", "--output", "name"});
    const std::string id = console.first_line();

    console.create_key("ci", {"--organization", "acme"});

    console.run({"keys", "show", "ci", "--field", "organizationId"});
    CHECK(console.first_line() == id);
}

}  // namespace azen::cli
