#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/support/accounts.h"
#include "cli/support/console.h"
#include "core/account/password.h"

namespace azen::cli {
namespace {

using test::contains;

struct Fixture {
    Fixture()
    {
        console.type("the first one\n");
        console.run({"users", "create", "ann", "--email", "ann@example.org", "--password-stdin"});
        console.type("correct horse\n");
    }
    User ann() { return test::stored_user(console, "ann").value(); }

    test::Console console;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a new password replaces the old one and ends all sessions")
{
    test::sign_in(console, "ann");

    CHECK(console.run({"users", "passwd", "ann", "--password-stdin"}) == ExitStatus::ok);

    CHECK(contains(console.out(), "ann is given the password, to sign in as ann@example.org"));
    CHECK(password::matches("correct horse", ann().password_hash));
    CHECK_FALSE(password::matches("the first one", ann().password_hash));
    console.run({"sessions", "list", "--output", "name"});
    CHECK(console.out().empty());
}

TEST_CASE_FIXTURE(Fixture, "an address can be changed with it")
{
    console.run({"users", "passwd", "ann", "--email", "A@b.org", "--password-stdin"});

    CHECK(ann().email == "a@b.org");
}

TEST_CASE_FIXTURE(Fixture, "the user that made the first keys can be let in")
{
    console.create_key("ci");

    CHECK(console.run({"users", "passwd", "local", "--password-stdin"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "give one with --email"));
    CHECK(console.run({"users", "passwd", "local", "--email", "l@b.org", "--password-stdin"}) ==
          ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "nobody is asked for the password of a user who is not there")
{
    console.terminals = {.in = true, .out = true, .err = true};

    CHECK(console.run({"users", "passwd", "nobody"}) == ExitStatus::not_found);
    CHECK_FALSE(contains(console.err(), "New password"));
}

TEST_CASE_FIXTURE(Fixture, "what is no password changes nothing")
{
    console.type("short\n");
    const std::string before = ann().password_hash;

    CHECK(console.run({"users", "passwd", "ann", "--password-stdin"}) == ExitStatus::usage);
    CHECK(ann().password_hash == before);
}

}  // namespace azen::cli
