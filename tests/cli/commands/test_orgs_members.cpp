#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/orgs_members.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::contains;

Result<orgs_members::Options> parse(const test::Words& words)
{
    return test::parse_as<orgs_members::parse>("orgs members", words);
}

struct Fixture {
    Fixture()
    {
        console.run({"users", "create", "ann"});
        console.run({"users", "create", "bob"});
        console.run({"orgs", "create", "acme", "--owner", "ann"});
    }
    ExitStatus members(test::Words options)
    {
        options.insert(options.begin(), {"orgs", "members", "acme"});
        return console.run(options);
    }
    std::string names()
    {
        members({"--field", "userName"});
        return console.out();
    }

    test::Console console;
};

}  // namespace

TEST_CASE("a role is for someone who is added, and one there is")
{
    CHECK(parse({"acme", "--add", "bob", "--role", "admin"})->role == Role::admin);
    CHECK(parse({"acme", "--add", "bob"})->role == Role::member);
    CHECK(parse({"acme", "--role", "admin"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"acme", "--add", "bob", "--role", "king"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"acme", "--add", "bob", "--remove", "bob"}).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "members are added, changed and removed")
{
    CHECK(members({"--add", "bob"}) == ExitStatus::ok);
    CHECK(console.out() == "bob is member of acme\n");
    CHECK(names() == "ann\nbob\n");
    CHECK(members({"--add", "bob", "--role", "admin"}) == ExitStatus::ok);
    CHECK(console.out() == "bob is admin of acme\n");
    CHECK(members({"--remove", "bob"}) == ExitStatus::ok);
    CHECK(console.out() == "bob is no member of acme any more; the keys it made stay\n");
    CHECK(names() == "ann\n");
}

TEST_CASE_FIXTURE(Fixture, "the last owner stays")
{
    CHECK(members({"--remove", "ann"}) == ExitStatus::conflict);
    CHECK(members({"--add", "ann", "--role", "member"}) == ExitStatus::conflict);
    CHECK(names() == "ann\n");
}

TEST_CASE_FIXTURE(Fixture, "who or what is not there is not found")
{
    CHECK(members({"--add", "nobody"}) == ExitStatus::not_found);
    CHECK(members({"--remove", "bob"}) == ExitStatus::not_found);
    CHECK(console.run({"orgs", "members", "nowhere"}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Fixture, "scripts get the members, and the member that was changed")
{
    members({"--output", "json"});
    const auto all = nlohmann::json::parse(console.out());
    CHECK(all.at("schema") == "azen.members/v1");
    CHECK(all.at("members").at(0).at("role") == "owner");
    members({"--add", "bob", "--output", "json"});
    const auto one = nlohmann::json::parse(console.out());
    CHECK(one.at("schema") == "azen.member/v1");
    CHECK(one.at("userName") == "bob");
}

}  // namespace azen::cli
