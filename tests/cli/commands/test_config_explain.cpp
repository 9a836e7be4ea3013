#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/config_explain.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;
using test::Words;

// "value, from origin" of one setting.
std::string explained(Console& console, const std::string& name, Words options = {})
{
    Words words{"config", "explain", "--output", "json"};
    words.insert(words.end(), options.begin(), options.end());
    REQUIRE(console.run(words) == ExitStatus::ok);
    const auto report = nlohmann::json::parse(console.out());
    for (const auto& setting : report.at("settings")) {
        if (setting.at("name") == name) {
            return std::string{setting.at("value")} + ", from " + std::string{setting.at("origin")};
        }
    }
    return {};
}

}  // namespace

TEST_CASE("a key from two places at once is refused here too")
{
    const auto parse = [](const Words& words) {
        return test::parse_as<config_explain::parse>("config explain", words);
    };

    CHECK(parse({}).has_value());
    CHECK(parse({"--key-file", "a", "--key-stdin"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("on a machine that has nothing everything is a default")
{
    Console console;

    CHECK(explained(console, "profile") == "none, from default");
    CHECK(explained(console, "server") == "https://api.azen.sh, from default");
    CHECK(explained(console, "API key") == "none, from default");
    CHECK(explained(console, "store") == console.store().string() + ", from default");
    CHECK(explained(console, "pager") == "less, from default");
    CHECK(explained(console, "colour") == "no, from no terminal");
    CHECK(contains(explained(console, "configuration"), "config.toml (missing), from default"));
    CHECK(contains(explained(console, "master key"), "azen.db.master-key (missing)"));
}

TEST_CASE("options beat the environment, that the profile, and that the defaults")
{
    Console console;
    CHECK(contains(explained(console, "store"), "from default"));
    console.run({"profile", "add", "work", "--db", "/profile.db"});
    CHECK(explained(console, "store") == "/profile.db, from profile work");
    console.set("AZEN_DB", "/environment.db");
    CHECK(explained(console, "store") == "/environment.db, from AZEN_DB");
    CHECK(explained(console, "store", {"--db", "/option.db"}) == "/option.db, from --db");
    CHECK(explained(console, "profile") == "work, from configuration");
    CHECK(explained(console, "profile", {"--profile", "work"}) == "work, from --profile");
}

TEST_CASE("of a key it is told where it would be read, and nothing of it")
{
    Console console;
    console.run({"profile", "add", "work", "--key-command", "echo the-profile-key"});
    CHECK(explained(console, "API key") == "given, from profile work");
    console.set("AZEN_API_KEY", "the-environment-key");
    CHECK(explained(console, "API key") == "given, from AZEN_API_KEY");
    CHECK_FALSE(contains(console.out(), "the-"));
    CHECK(explained(console, "API key", {"--key-file", "/a.key"}) ==
          "given, from --key-file /a.key");
    CHECK(explained(console, "API key", {"--key-stdin"}) == "given, from --key-stdin");
}

TEST_CASE("a profile's key is not for another server, and that is told")
{
    Console console;
    console.run({"profile", "add", "work", "--key-command", "echo key"});

    CHECK(explained(console, "API key", {"--base-url", "http://127.0.0.1:1"}) ==
          "none: the key of profile work is for https://api.azen.sh alone, from default");
}

TEST_CASE("people get a table")
{
    Console console;
    console.set("NO_COLOR", "1");

    CHECK(console.run({"config", "explain"}) == ExitStatus::ok);

    CHECK(console.out().starts_with("SETTING"));
    CHECK(contains(console.out(), "colour         no"));
}

}  // namespace azen::cli
