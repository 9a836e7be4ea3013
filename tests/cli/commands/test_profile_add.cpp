#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/profile_add.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;
using test::Words;

Result<profile_add::Options> parse(const Words& words)
{
    return test::parse_as<profile_add::parse>("profile add", words);
}

std::filesystem::path configuration_of(const Console& console)
{
    return console.home() / ".config/azen/config.toml";
}

}  // namespace

TEST_CASE("a profile says what was typed, and nothing that was not")
{
    const auto options = parse({"work", "--base-url", "https://api.azen.sh", "--key-command", "k"});

    REQUIRE(options.has_value());
    CHECK(options->profile ==
          Profile{.name = "work", .base_url = "https://api.azen.sh", .key_command = "k"});
    CHECK_FALSE(options->replace);
}

TEST_CASE("paths are made absolute, because the file is read from anywhere")
{
    const auto options = parse({"work", "--key-file", "a/../b.key", "--db", "c.db"});

    CHECK(options->profile.key_file == (std::filesystem::current_path() / "b.key").string());
    CHECK(options->profile.db == (std::filesystem::current_path() / "c.db").string());
}

TEST_CASE("a profile that says nothing, two keys, and a server without TLS are refused")
{
    for (const Words& words : {Words{"work"},
                               {"a b", "--db", "x"},
                               {"work", "--key-file", "a", "--key-stdin"},
                               {"work", "--key-command", "a", "--key-stdin"},
                               {"work", "--base-url", "http://example.org"}}) {
        CAPTURE(words);
        CHECK(parse(words).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("the first profile is in use at once, the second one is not")
{
    Console console;

    CHECK(console.run({"profile", "add", "one", "--db", "/a"}) == ExitStatus::ok);
    CHECK(contains(console.out(), "and in use"));
    CHECK(console.run({"profile", "add", "two", "--db", "/b"}) == ExitStatus::ok);
    CHECK_FALSE(contains(console.out(), "in use"));

    CHECK(test::read_file(configuration_of(console)) ==
          "profile = \"one\"\n\n[profiles.one]\ndb = \"/a\"\n\n[profiles.two]\ndb = \"/b\"\n");
}

TEST_CASE("a key on standard input is kept in a file of its owner's, and not in the configuration")
{
    Console console;
    console.type("a-secret-key\n");

    CHECK(console.run({"profile", "add", "ci", "--key-stdin"}) == ExitStatus::ok);

    const std::filesystem::path file = console.home() / ".config/azen/keys/ci.key";
    struct stat status = {};
    REQUIRE(stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
    CHECK(test::read_file(file) == "a-secret-key\n");
    CHECK_FALSE(contains(test::read_file(configuration_of(console)), "a-secret-key"));
    CHECK_FALSE(contains(console.out() + console.err(), "a-secret-key"));
}

TEST_CASE("no key on standard input writes nothing down")
{
    Console console;

    CHECK(console.run({"profile", "add", "ci", "--key-stdin"}) == ExitStatus::refused);
    CHECK_FALSE(std::filesystem::exists(configuration_of(console)));
}

TEST_CASE("a profile is replaced only when that was said")
{
    Console console;
    console.run({"profile", "add", "one", "--db", "/a"});

    CHECK(console.run({"profile", "add", "one", "--db", "/b"}) == ExitStatus::conflict);
    CHECK(contains(console.err(), "--replace"));
    CHECK(console.run({"profile", "add", "one", "--db", "/b", "--replace"}) == ExitStatus::ok);
    CHECK(contains(test::read_file(configuration_of(console)), "db = \"/b\""));
}

TEST_CASE("a dry run of adding writes neither configuration nor key")
{
    Console console;
    console.type("a-secret-key\n");

    CHECK(console.run({"profile", "add", "ci", "--key-stdin", "--dry-run", "-o", "json"}) ==
          ExitStatus::ok);

    CHECK(nlohmann::json::parse(console.out()).at("name") == "ci");
    CHECK_FALSE(std::filesystem::exists(console.home() / ".config"));
}

TEST_CASE("a key file that others can read is refused at once")
{
    test::Console console;
    const auto file = console.home() / "open.key";
    std::ofstream{file} << "a-key";
    std::filesystem::permissions(file, std::filesystem::perms{0644});

    CHECK(console.run({"profile", "add", "work", "--key-file", file.string()}) ==
          ExitStatus::usage);
    CHECK(test::contains(console.err(), "chmod 600 " + file.string()));
    CHECK(console.run({"profile", "show", "work"}) == ExitStatus::not_found);
}

}  // namespace azen::cli
