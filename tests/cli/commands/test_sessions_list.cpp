#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/support/accounts.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

struct Fixture {
    Fixture()
    {
        console.run({"users", "create", "ann"});
        console.run({"users", "create", "bob"});
    }

    test::Console console;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "sessions are listed latest first, of all or of one user")
{
    test::sign_in(console, "ann");
    console.clock.advance(milliseconds{1});
    test::sign_in(console, "bob");

    console.run({"sessions", "list", "--field", "userName"});
    CHECK(console.out() == "bob\nann\n");
    console.run({"sessions", "list", "--user", "ann", "--field", "userName"});
    CHECK(console.out() == "ann\n");
    CHECK(console.run({"sessions", "list", "--user", "nobody"}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Fixture, "scripts learn where a session is from and when it ends, not its token")
{
    const std::string id = test::sign_in(console, "ann");

    console.run({"sessions", "list", "--output", "json"});

    const auto session = nlohmann::json::parse(console.out()).at("sessions").at(0);
    CHECK(session.at("id") == id);
    CHECK(session.at("ipAddress") == "127.0.0.1");
    CHECK(session.at("userAgent") == "browser");
    CHECK(session.at("expiresAt") == "2026-01-22T10:30:00.000Z");
    CHECK(session.at("activeOrganizationId").is_null());
    CHECK_FALSE(session.contains("token"));
}

TEST_CASE_FIXTURE(Fixture, "nobody signed in is said, and is no error")
{
    CHECK(console.run({"sessions", "list"}) == ExitStatus::ok);
    CHECK(test::contains(console.err(), "there are no sessions yet"));
}

}  // namespace azen::cli
