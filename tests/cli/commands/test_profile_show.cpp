#include <doctest/doctest.h>

#include "cli/commands/profile_show.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

Result<profile_show::Options> parse(const test::Words& words)
{
    return test::parse_as<profile_show::parse>("profile show", words);
}

}  // namespace

TEST_CASE("a profile may be named or be the one that is in use")
{
    CHECK(parse({"work"})->name == "work");
    CHECK(parse({"--profile", "work"})->name == "work");
    CHECK_FALSE(parse({})->name.has_value());
}

TEST_CASE("a profile is shown with its key's place, and nothing of the key")
{
    Console console;
    console.type("a-secret-key");
    console.run({"profile", "add", "work", "--key-stdin"});

    CHECK(console.run({"profile", "show"}) == ExitStatus::ok);

    CHECK(contains(console.out(), "in use   yes\n"));
    CHECK(contains(console.out(), "server   https://api.azen.sh\n"));
    CHECK(contains(console.out(), "keys/work.key\n"));
    CHECK_FALSE(contains(console.out(), "a-secret-key"));
}

TEST_CASE("a key_command is shown and not run")
{
    Console console;
    const std::string trace = (console.home() / "trace").string();
    console.run({"profile", "add", "work", "--key-command", "touch " + trace});

    console.run({"profile", "show", "--output", "json"});

    test::check_golden("tests/golden/json/profile.json",
                       // The only thing that differs between two machines.
                       std::string{console.out()}.replace(
                           console.out().find(trace), trace.size(), "/home/me/trace"));
    CHECK_FALSE(std::filesystem::exists(trace));
}

TEST_CASE("without a profile there is nothing to show")
{
    Console console;

    CHECK(console.run({"profile", "show"}) == ExitStatus::not_found);
    CHECK(console.run({"profile", "show", "nobody"}) == ExitStatus::not_found);
}

}  // namespace azen::cli
