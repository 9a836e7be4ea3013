#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/commands/profile_list.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"
#include "support/private_file.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

}  // namespace

TEST_CASE("profiles are listed in any form")
{
    CHECK(test::parse_as<profile_list::parse>("profile list", {})->output.is_for_people());
    CHECK(test::parse_as<profile_list::parse>("profile list", {"-o", "csv"})->output.format ==
          OutputFormat::csv);
}

TEST_CASE("a machine without profiles is told how to make one")
{
    Console console;

    CHECK(console.run({"profile", "list"}) == ExitStatus::ok);
    CHECK(console.out().empty());
    CHECK(contains(console.err(), "`azen profile add NAME`"));
    CHECK_FALSE(std::filesystem::exists(console.home() / ".config"));
}

TEST_CASE("each profile is a line, with what is wrong with its key")
{
    Console console;
    test::write_private(console.home() / "open.key", "a-key");
    console.run({"profile", "add", "a", "--base-url", "http://127.0.0.1:8080"});
    console.run({"profile", "add", "b", "--key-command", "pass show azen"});
    console.run({"profile", "add", "c", "--key-file", (console.home() / "open.key").string()});
    std::filesystem::permissions(console.home() / "open.key", std::filesystem::perms{0644});
    console.run({"profile", "add", "d", "--key-file", "/nonexistent/d.key"});
    console.type("a-key");
    console.run({"profile", "add", "e", "--key-stdin"});

    CHECK(console.run({"profile", "list"}) == ExitStatus::ok);

    CHECK(contains(console.out(), "a     yes     http://127.0.0.1:8080  none\n"));
    CHECK(contains(console.out(), "b     no      https://api.azen.sh    from `pass show azen`\n"));
    CHECK(contains(console.out(), "open.key is open to other users\n"));
    CHECK(contains(console.out(), "/nonexistent/d.key is missing\n"));
    CHECK(contains(console.out(), "keys/e.key\n"));
}

TEST_CASE("scripts get profiles as objects")
{
    Console console;
    console.run({"profile", "add", "a", "--base-url", "http://127.0.0.1:8080"});
    console.run({"profile", "add", "d", "--key-file", "/nonexistent/d.key", "--db", "/srv/d.db"});

    console.run({"profile", "list", "--output", "json"});

    test::check_golden("tests/golden/json/profiles.json", console.out());
}

TEST_CASE("a configuration that cannot be trusted is not read")
{
    Console console;
    console.run({"profile", "add", "a", "--db", "/a"});
    std::filesystem::permissions(console.home() / ".config/azen/config.toml",
                                 std::filesystem::perms{0666});

    CHECK(console.run({"profile", "list"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "chmod 600"));
    CHECK(console.run({"keys", "list"}) == ExitStatus::usage);
    CHECK(console.run({"version"}) == ExitStatus::ok);
}

}  // namespace azen::cli
