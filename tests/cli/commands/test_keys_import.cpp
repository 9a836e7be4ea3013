#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_import.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "core/key/key_secret.h"
#include "support/process.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Words;

Result<keys_import::Options> parse(const Words& words)
{
    return test::parse_as<keys_import::parse>("keys import", words);
}

// What another machine exports: a key that was used, and one that is disabled.
struct Fixture {
    Fixture()
    {
        secret = source.create_key("ci", {"--quota", "10", "--rate", "5/min"});
        source.set("AZEN_API_KEY", secret);
        source.run({"keys", "verify"});
        source.create_key("deploy", {"--disabled"});
        source.run({"keys", "export"});
        exported = source.out();
        std::ofstream{file()} << exported;
    }

    std::string file() const { return (console.home() / "keys.jsonl").string(); }

    ExitStatus import(const Words& options = {})
    {
        Words words{"keys", "import", file()};
        words.insert(words.end(), options.begin(), options.end());
        return console.run(words);
    }

    ExitStatus verify(const std::string& key)
    {
        console.set("AZEN_API_KEY", key);
        return console.run({"keys", "verify"});
    }

    test::Console source;
    test::Console console;
    std::string secret;
    std::string exported;
};

// A secret of the hosted service, and the row that its service keeps of it.
struct Hosted {
    const std::string secret =
        "az_QWERTYuiopASDFGHjklzXCVBNMqwertyUIOPasdfghJKLZxcvbnmQaZwSxEdCrFv";

    nlohmann::ordered_json row() const
    {
        return {{"id", "Xb3kQ9ZtRw2YvNc8LmPd5HsJf7GaTe4U"},
                {"name", "console-2026-01-15"},
                {"start", "az_QWE"},
                {"prefix", "az_"},
                {"key", format_hash(key_secret::hash(secret))},
                {"userId", "user-1"},
                {"organizationId", "organization-1"},
                {"enabled", true},
                {"rateLimitEnabled", true},
                {"rateLimitTimeWindow", 60'000},
                {"rateLimitMax", 2},
                {"createdAt", "2026-01-15T10:00:00.000Z"},
                {"metadata", R"({"organizationId":"organization-1"})"}};
    }

    test::Console console;
};

}  // namespace

TEST_CASE("the file, who wrote it and the rules are read")
{
    const auto options = parse({"keys.jsonl", "--on-conflict", "replace", "--organization", "o"});

    CHECK(options->file == "keys.jsonl");
    CHECK(options->origin == keys_import::Origin::azen);
    CHECK(options->rules.on_conflict == OnKeyConflict::replace);
    CHECK(options->rules.organization == "o");
    CHECK_FALSE(options->rules.user);
    CHECK(parse({"-"})->rules.on_conflict == OnKeyConflict::fail);
    CHECK(parse({"f", "--from", "better-auth", "--trust-metadata"})->organization_source ==
          better_auth::OrganizationSource::metadata);
    CHECK(parse({"f", "--trust-metadata"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"f", "--on-conflict", "merge"}).error().kind == ErrorKind::invalid);
    CHECK(parse({}).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "what one machine exported works on another, with its counters")
{
    CHECK(import() == ExitStatus::ok);
    CHECK(console.out() == "2 keys are added, 0 replaced, 0 skipped\n");

    console.run({"keys", "export"});
    CHECK(console.out() == exported);
    CHECK(verify(secret) == ExitStatus::ok);
    console.run({"keys", "show", "ci", "--output", "json"});
    CHECK(nlohmann::json::parse(console.out()).at("requestCount") == 2);
    CHECK(nlohmann::json::parse(console.out()).at("remaining") == 8);
}

TEST_CASE_FIXTURE(Fixture, "keys come from standard input too")
{
    console.type(exported);

    CHECK(console.run({"keys", "import", "-"}) == ExitStatus::ok);
    CHECK(verify(secret) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "a second import is a conflict, unless it is said what to do")
{
    import();

    CHECK(import() == ExitStatus::conflict);
    CHECK(contains(console.out(), "the key is there already"));
    CHECK(contains(console.err(), "nothing was imported: 2 of 2 keys cannot be"));
    CHECK(import({"--on-conflict", "skip"}) == ExitStatus::ok);
    CHECK(console.out() == "0 keys are added, 0 replaced, 2 skipped\n");
    CHECK(import({"--on-conflict", "replace"}) == ExitStatus::ok);
    CHECK(console.out() == "0 keys are added, 2 replaced, 0 skipped\n");
}

TEST_CASE_FIXTURE(Fixture, "one bad line keeps all keys out, and is named by its number")
{
    std::ofstream{file(), std::ios::app} << "{\"schema\":\"azen.exported-key/v2\"}\n";

    CHECK(import() == ExitStatus::usage);
    CHECK(contains(console.out(), "3 "));
    CHECK(contains(console.out(), "\"schema\" has to be azen.exported-key/v1"));
    console.run({"keys", "list", "--output", "json"});
    CHECK(nlohmann::json::parse(console.out()).at("keys").empty());
}

TEST_CASE_FIXTURE(Fixture, "a dry run leaves not even a store behind")
{
    CHECK(import({"--dry-run"}) == ExitStatus::ok);
    CHECK(console.out() == "2 keys would be added, 0 replaced, 0 skipped\n");
    CHECK_FALSE(std::filesystem::exists(console.store()));
}

TEST_CASE_FIXTURE(Fixture,
                  "a file that is not there, and one that is none, are told apart from bad lines")
{
    CHECK(console.run({"keys", "import", "missing.jsonl"}) == ExitStatus::not_found);
    CHECK(console.run({"keys", "import", console.home().string()}) == ExitStatus::usage);
    CHECK(contains(console.err(), "is a directory"));
}

TEST_CASE_FIXTURE(Fixture, "a secret among the lines is refused without being repeated")
{
    std::ofstream{file()} << secret << '\n';

    CHECK(import() == ExitStatus::usage);
    CHECK_FALSE(contains(console.out() + console.err(), secret.substr(8)));
}

TEST_CASE_FIXTURE(Hosted, "a key of the hosted service goes on to work, limits and all")
{
    console.type(row().dump() + "\n");

    CHECK(console.run({"keys", "import", "-", "--from", "better-auth"}) == ExitStatus::ok);

    console.set("AZEN_API_KEY", secret);
    CHECK(console.run({"keys", "verify", "--permission", "memory.write"}) == ExitStatus::ok);
    CHECK(console.out() == "accepted (console-2026-01-15)\n");
    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);
    CHECK(console.run({"keys", "verify"}) == ExitStatus::rate_limited);
    console.run({"keys", "show", "console-2026-01-15", "--output", "json"});
    CHECK(nlohmann::json::parse(console.out()).at("organizationId") == "organization-1");
}

TEST_CASE_FIXTURE(Hosted, "an organization is not taken from the metadata unless that is said")
{
    auto without = row();
    without.erase("organizationId");
    console.type(without.dump());

    CHECK(console.run({"keys", "import", "-", "--from", "better-auth"}) == ExitStatus::usage);
    CHECK(contains(console.out(), "\"organizationId\" is missing"));
    CHECK(console.run({"keys", "import", "-", "--from", "better-auth", "--trust-metadata"}) ==
          ExitStatus::ok);
}

TEST_CASE_FIXTURE(Hosted, "all keys can be put into one organization, by one user")
{
    console.type(row().dump());

    CHECK(console.run({"keys",
                       "import",
                       "-",
                       "--from",
                       "better-auth",
                       "--organization",
                       "acme",
                       "--user",
                       "ann"}) == ExitStatus::ok);
    console.run({"keys", "export"});
    CHECK(contains(console.out(), R"("name":"acme")"));
    CHECK(contains(console.out(), R"("name":"ann")"));
}

TEST_CASE_FIXTURE(Hosted, "a database of Better Auth is read as it is, owners' names included")
{
    const std::string file = (console.home() / "auth.sqlite").string();
    const std::string sql =
        "CREATE TABLE apikey (id text primary key, key text, userId text, organizationId text, "
        "enabled integer, createdAt text, permissions text);"
        "CREATE TABLE organization (id text, name text, slug text);"
        "INSERT INTO organization VALUES ('organization-1', 'Acme', 'acme');"
        "INSERT INTO apikey VALUES ('k', '" +
        format_hash(key_secret::hash(secret)) +
        "', 'user-1', 'organization-1', 1, '2026-01-15T10:00:00.000Z', NULL);";
    REQUIRE(test::run({.arguments = {"sqlite3", file, sql},
                       .environment = {"PATH=/usr/bin:/bin"},
                       .input = {}})
                .status == 0);

    CHECK(console.run({"keys", "import", file, "--from", "better-auth"}) == ExitStatus::ok);

    console.set("AZEN_API_KEY", secret);
    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);
    console.run({"keys", "export"});
    CHECK(contains(console.out(), R"("organization":{"id":"organization-1","name":"acme"})"));
}

TEST_CASE_FIXTURE(Fixture, "for lines that cannot be read no store is made")
{
    std::ofstream{file(), std::ios::app} << "nonsense\n";

    CHECK(import() == ExitStatus::usage);

    CHECK(contains(console.out(), "is no JSON"));
    CHECK(contains(console.err(), "nothing was imported: 1 of 3 keys cannot be"));
    CHECK_FALSE(std::filesystem::exists(console.store()));
}

}  // namespace azen::cli
