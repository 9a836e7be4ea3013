#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/commands/profile_remove.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "support/private_file.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

}  // namespace

TEST_CASE("a removal may be confirmed beforehand")
{
    CHECK(test::parse_as<profile_remove::parse>("profile remove", {"a", "--yes"})->confirmed ==
          Confirmed::yes);
    CHECK(test::parse_as<profile_remove::parse>("profile remove", {"a"})->confirmed ==
          Confirmed::no);
}

TEST_CASE("a profile goes with the key that azen keeps for it")
{
    Console console;
    console.type("a-secret-key");
    console.run({"profile", "add", "ci", "--key-stdin"});

    CHECK(console.run({"profile", "remove", "ci", "--yes"}) == ExitStatus::ok);

    CHECK(console.out() == "profile ci is removed\n");
    CHECK_FALSE(std::filesystem::exists(console.home() / ".config/azen/keys/ci.key"));
    CHECK(console.run({"profile", "show", "ci"}) == ExitStatus::not_found);
}

TEST_CASE("a key file of one's own stays")
{
    Console console;
    const std::filesystem::path file = console.home() / "mine.key";
    test::write_private(file, "a-key");
    console.run({"profile", "add", "ci", "--key-file", file.string()});

    console.run({"profile", "remove", "ci", "--yes"});

    CHECK(std::filesystem::exists(file));
}

TEST_CASE("without a confirmation nothing is removed")
{
    Console console;
    console.run({"profile", "add", "ci", "--db", "/a"});

    CHECK(console.run({"profile", "remove", "ci"}) == ExitStatus::declined);
    CHECK(console.run({"profile", "remove", "ci", "--dry-run"}) == ExitStatus::ok);
    CHECK(console.run({"profile", "show", "ci"}) == ExitStatus::ok);
}

}  // namespace azen::cli
