#include <doctest/doctest.h>

#include "cli/commands/profile_use.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::contains;

struct Two : test::Console {
    Two()
    {
        run({"profile", "add", "one", "--db", "/a"});
        run({"profile", "add", "two", "--db", "/b"});
    }

    std::string store()
    {
        run({"config", "explain", "--output", "csv"});
        return out();
    }
};

}  // namespace

TEST_CASE("a profile to use is named")
{
    CHECK(test::parse_as<profile_use::parse>("profile use", {"one"})->name == "one");
    CHECK_FALSE(test::parse_as<profile_use::parse>("profile use", {}).has_value());
}

TEST_CASE_FIXTURE(Two, "what is in use decides on what commands work with")
{
    CHECK(contains(store(), "store,/a,profile one\n"));
    CHECK(run({"profile", "use", "two"}) == ExitStatus::ok);
    CHECK(out() == "profile two is in use\n");
    CHECK(contains(store(), "store,/b,profile two\n"));
}

TEST_CASE_FIXTURE(Two, "a profile that is not there cannot be used")
{
    CHECK(run({"profile", "use", "tow"}) == ExitStatus::not_found);
    CHECK(contains(err(), "did you mean two?"));
}

TEST_CASE_FIXTURE(Two, "a variable that overrules the choice is told of")
{
    set("AZEN_PROFILE", "one");

    CHECK(run({"profile", "use", "two"}) == ExitStatus::ok);
    CHECK(contains(err(), "AZEN_PROFILE=one overrules this here"));
}

TEST_CASE_FIXTURE(Two, "a dry run of using changes nothing")
{
    CHECK(run({"profile", "use", "two", "--dry-run"}) == ExitStatus::ok);
    CHECK(contains(store(), "profile one"));
}

}  // namespace azen::cli
