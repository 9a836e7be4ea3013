#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_create.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

Result<keys_create::Options> parse(const test::Words& words)
{
    return test::parse_as<keys_create::parse>("keys create", words);
}

}  // namespace

TEST_CASE("a plain key has the defaults of the contract")
{
    const auto options = parse({"ci"});

    REQUIRE(options.has_value());
    CHECK(options->key.name == "ci");
    CHECK(options->key.enabled);
    CHECK_FALSE(options->key.expires_at.has_value());
    CHECK(options->key.rate_limit == RateLimit{});
    CHECK_FALSE(options->key.remaining.has_value());
    CHECK(options->key.permissions == Permissions::defaults());
    CHECK(options->key.prefix == "az_");
    CHECK_FALSE(options->key.organization.has_value());  // the default of wherever it is made
    CHECK_FALSE(options->key.user.has_value());
    CHECK(options->key.metadata == "null");
}

TEST_CASE("everything about a key can be said at once")
{
    const auto options =
        parse({"ci",         "--expires", "90d",   "--rate",        "5/2s",        "--quota",
               "100",        "--refill",  "100/d", "--permissions", "memory.read", "--organization",
               "acme",       "--user",    "eve",   "--prefix",      "acme-",       "--metadata",
               R"({"a":1})", "--disabled"});

    REQUIRE(options.has_value());
    CHECK(options->key.expires_at == test::FakeClock::default_start + std::chrono::days{90});
    CHECK(options->key.rate_limit.max == 5);
    CHECK(options->key.remaining == 100);
    CHECK(options->key.refill->amount == 100);
    CHECK(options->key.permissions.to_text() == "memory.read");
    CHECK(options->key.organization == "acme");
    CHECK(options->key.user == "eve");
    CHECK(options->key.prefix == "acme-");
    CHECK(options->key.metadata == R"({"a":1})");
    CHECK_FALSE(options->key.enabled);
}

TEST_CASE("a key with nonsense in it is not asked for")
{
    for (const test::Words& words : {test::Words{"ci", "--expires", "soon"},
                                     {"ci", "--rate", "fast"},
                                     {"ci", "--quota", "-1"},
                                     {"ci", "--quota", "many"},
                                     {"ci", "--refill", "10/d"},
                                     {"ci", "--permissions", "memory"},
                                     {"ci", "--prefix", "has space"},
                                     {"ci", "--metadata", "[1]"},
                                     {"ci", "--output", "xml"},
                                     {}}) {
        CAPTURE(words);
        const auto options = parse(words);
        REQUIRE_FALSE(options.has_value());
        CHECK(options.error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("on a machine that has nothing a key is made, its secret alone on the results")
{
    Console console;

    CHECK(console.run({"keys", "create", "ci", "--expires", "90d"}) == ExitStatus::ok);

    const std::string secret = console.first_line();
    CHECK(key_secret::is_well_formed(secret));
    CHECK(console.out() == secret + "\n");
    CHECK_FALSE(contains(console.err(), secret));
    CHECK(contains(console.err(), "made key ci"));
    CHECK(contains(console.err(), "expires: 2026-04-15T10:30:00.000Z"));
    CHECK(contains(console.err(), "the secret is shown once and cannot be had again"));
    CHECK(contains(console.err(), "made organization default"));
}

TEST_CASE("an organization that is there already is not announced")
{
    Console console;
    console.create_key("one", {"--organization", "acme"});

    console.run({"keys", "create", "two", "--organization", "acme"});

    CHECK_FALSE(contains(console.err(), "organization"));
}

TEST_CASE("scripts get the whole key with its secret in it")
{
    Console console;

    console.run({"keys",
                 "create",
                 "ci",
                 "--quota",
                 "9",
                 "--refill",
                 "9/d",
                 "--metadata",
                 R"({"a":1})",
                 "--output",
                 "json"});

    // Not even a made-up secret belongs into a file of the project.
    std::string printed = console.out();
    const std::string secret = nlohmann::json::parse(printed).at("key");
    REQUIRE(key_secret::is_well_formed(secret));
    printed.replace(printed.find(secret), secret.size(), "the secret");
    test::check_golden("tests/golden/json/new-key.json", printed);
}

TEST_CASE("a secret can go into a file, as a line that sets a variable")
{
    Console console;
    const std::string file = (console.home() / ".env").string();

    CHECK(console.run({"keys", "create", "ci", "--to-file", file, "--output", "dotenv"}) ==
          ExitStatus::ok);

    CHECK(console.out().empty());
    CHECK(contains(console.err(), "the secret is in " + file));
    CHECK(contains(test::read_file(file), "AZEN_API_KEY=az_"));
}

TEST_CASE("a key whose secret reached nobody is revoked, and the exit status says so")
{
    Console console;

    CHECK(console.run({"keys", "create", "ci", "--deliver", "exit 1"}) == ExitStatus::unexpected);

    CHECK(contains(console.err(), "has been revoked, as its secret reached nobody"));
    console.run({"keys", "show", "ci", "--field", "status"});
    CHECK(console.out() == "revoked\n");
}

TEST_CASE("where a secret cannot go no key is made, and no store")
{
    Console console;
    const std::string file = (console.home() / "absent" / "key").string();

    CHECK(console.run({"keys", "create", "ci", "--to-file", file}) == ExitStatus::usage);

    CHECK_FALSE(std::filesystem::exists(console.store()));
}

TEST_CASE("a name that is too long is refused by the service, with exit status 2")
{
    Console console;

    CHECK(console.run({"keys", "create", std::string(33, 'x')}) == ExitStatus::usage);
    CHECK(console.out().empty());
}

}  // namespace azen::cli
