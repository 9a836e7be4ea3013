#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/sessions_revoke.h"
#include "cli/support/accounts.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

Result<sessions_revoke::Options> parse(const test::Words& words)
{
    return test::parse_as<sessions_revoke::parse>("sessions revoke", words);
}

struct Fixture {
    Fixture() { console.run({"users", "create", "ann"}); }
    std::size_t open_sessions()
    {
        console.run({"sessions", "list", "--output", "json"});
        return nlohmann::json::parse(console.out()).at("sessions").size();
    }

    test::Console console;
};

}  // namespace

TEST_CASE("a session or a user is named, not both and not neither")
{
    CHECK(parse({"the-id"})->session == "the-id");
    CHECK(parse({"--user", "ann"})->user == "ann");
    CHECK(parse({}).error().kind == ErrorKind::invalid);
    CHECK(parse({"the-id", "--user", "ann"}).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "one session is ended, the others stay")
{
    const std::string id = test::sign_in(console, "ann");
    test::sign_in(console, "ann");

    CHECK(console.run({"sessions", "revoke", id}) == ExitStatus::ok);
    CHECK(console.out() == "a session of ann is ended\n");
    CHECK(open_sessions() == 1);
    CHECK(console.run({"sessions", "revoke", id}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Fixture, "all sessions of a user are ended")
{
    test::sign_in(console, "ann");
    test::sign_in(console, "ann");

    CHECK(console.run({"sessions", "revoke", "--user", "ann"}) == ExitStatus::ok);
    CHECK(console.out() == "2 sessions are ended\n");
    CHECK(open_sessions() == 0);
    CHECK(console.run({"sessions", "revoke", "--user", "nobody"}) == ExitStatus::not_found);
}

}  // namespace azen::cli
