#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/users_create.h"
#include "cli/support/accounts.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "core/account/password.h"

namespace azen::cli {
namespace {

using test::contains;

Result<users_create::Options> parse(const test::Words& words)
{
    return test::parse_as<users_create::parse>("users create", words);
}

const test::Words ann{"users", "create", "ann", "--email", "Ann@example.org", "--password-stdin"};

}  // namespace

TEST_CASE("a user's options are read as they are typed")
{
    const auto options = parse({"ann", "--email", "a@b.org", "--password-file", "p"});

    REQUIRE(options.has_value());
    CHECK(options->name == "ann");
    CHECK(options->email == "a@b.org");
    CHECK(options->password.file == "p");
}

TEST_CASE("no address, or a password without one, is refused")
{
    CHECK(parse({"ann", "--email", "ann"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"ann", "--password-stdin"}).error().kind == ErrorKind::invalid);
    CHECK(
        parse({"ann", "--email", "a@b", "--password-stdin", "--password-file", "p"}).error().kind ==
        ErrorKind::invalid);
}

TEST_CASE("a user is made, store and all, with a password that matches")
{
    test::Console console;
    console.type("correct horse\n");

    CHECK(console.run(ann) == ExitStatus::ok);

    const User user = test::stored_user(console, "ann@example.org").value();
    CHECK(password::matches("correct horse", user.password_hash));
    CHECK(console.out() ==
          "user ann is made (id " + user.id + "), and signs in as ann@example.org\n");
    CHECK_FALSE(contains(console.out() + console.err(), "correct"));
}

TEST_CASE("a user without an address is not asked for a password")
{
    test::Console console;

    CHECK(console.run({"users", "create", "robot"}) == ExitStatus::ok);
    CHECK(contains(console.out(), "and cannot sign in"));
}

TEST_CASE("a dry run tells of no id, for the user will have another")
{
    test::Console console;

    CHECK(console.run({"users", "create", "robot", "--dry-run"}) == ExitStatus::ok);
    CHECK(console.out() == "user robot would be made, and cannot sign in\n");
    CHECK(console.run({"users", "create", "robot", "-n", "-o", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(console.out()).at("id").is_null());
    CHECK(console.run({"keys", "create", "ci", "-n", "-o", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(console.out()).at("id").is_null());
    CHECK(nlohmann::json::parse(console.out()).at("start").is_null());
}

TEST_CASE("scripts get the user, and nothing of its password")
{
    test::Console console;
    console.type("correct horse\n");
    test::Words words = ann;
    words.insert(words.end(), {"--output", "json"});

    console.run(words);

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("schema") == "azen.user/v1");
    CHECK(json.at("email") == "ann@example.org");
    CHECK(json.at("hasPassword") == true);
    CHECK(json.at("disabledAt").is_null());
    CHECK_FALSE(contains(console.out(), "scrypt"));
}

TEST_CASE("a name that is taken is a conflict")
{
    test::Console console;
    console.run({"users", "create", "ann"});

    CHECK(console.run({"users", "create", "ann"}) == ExitStatus::conflict);
    CHECK(contains(console.err(), "azen: hint: choose another name"));
}

TEST_CASE("without a terminal and without a password nothing is made")
{
    test::Console console;

    CHECK(console.run({"users", "create", "ann", "--email", "a@b.org"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "no terminal to ask at"));
    CHECK_FALSE(std::filesystem::exists(console.store()));
}

}  // namespace azen::cli
