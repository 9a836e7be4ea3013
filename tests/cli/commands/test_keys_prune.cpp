#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_prune.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::contains;
using namespace std::chrono_literals;

Result<keys_prune::Options> parse(const test::Words& words)
{
    return test::parse_as<keys_prune::parse>("keys prune", words);
}

// A key that is revoked, one that has expired, one that is used up, and one that lives.
struct Fixture {
    Fixture()
    {
        console.create_key("revoked");
        console.run({"keys", "delete", "revoked", "--yes"});
        console.create_key("expired", {"--expires", "1d"});
        console.create_key("exhausted", {"--quota", "0"});
        console.create_key("alive");
        console.clock.advance(30 * 24h);
    }

    std::string names()
    {
        console.run({"keys", "list", "--output", "json"});
        std::string names;
        const auto page = nlohmann::json::parse(console.out());
        for (const auto& key : page.at("keys")) {
            names += key.at("name").get<std::string>() + ' ';
        }
        return names;
    }

    test::Console console;
};

}  // namespace

TEST_CASE("it has to be said which keys are to go")
{
    CHECK(parse({}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--for", "30d"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--expired", "--for", "30d"})->policy.at_least == 30 * 24h);
    CHECK(parse({"--revoked", "--exhausted"})->policy.exhausted);
    CHECK(parse({"--revoked", "--for", "ever"}).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "what is named goes, and nothing else")
{
    CHECK(console.run({"keys", "prune", "--revoked", "--yes"}) == ExitStatus::ok);
    CHECK(contains(console.out(), "revoked "));
    CHECK(console.err() == "azen: 1 key is removed\n");
    CHECK(names() == "alive exhausted expired ");
    CHECK(console.run({"keys", "prune", "--expired", "--exhausted", "--yes"}) == ExitStatus::ok);
    CHECK(names() == "alive ");
}

TEST_CASE_FIXTURE(Fixture, "how long a key has been dead decides as well")
{
    console.run({"keys", "prune", "--revoked", "--expired", "--for", "30d", "--yes"});

    CHECK(names() == "alive exhausted expired ");
}

TEST_CASE_FIXTURE(Fixture, "a dry run lists, asks nothing and changes nothing")
{
    CHECK(console.run({"keys", "prune", "--expired", "--dry-run"}) == ExitStatus::ok);
    CHECK(contains(console.out(), "expired "));
    CHECK(contains(console.err(), "dry run"));
    CHECK(contains(names(), "expired"));
}

TEST_CASE_FIXTURE(Fixture, "without a terminal nothing is removed unconfirmed")
{
    CHECK(console.run({"keys", "prune", "--expired"}) == ExitStatus::declined);
    CHECK(console.out().empty());
    CHECK(contains(names(), "expired"));
}

TEST_CASE_FIXTURE(Fixture, "on a terminal the keys are listed, then it is asked")
{
    console.terminals = {.in = true, .out = true, .err = true};
    console.type("n\n");

    CHECK(console.run({"keys", "prune", "--expired"}) == ExitStatus::declined);
    CHECK(console.err().find("expired ") < console.err().find("Remove 1 key for good?"));
    console.type("y\n");
    CHECK(console.run({"keys", "prune", "--expired"}) == ExitStatus::ok);
    CHECK_FALSE(contains(names(), "expired"));
}

TEST_CASE_FIXTURE(Fixture, "with nothing to remove nothing is asked")
{
    CHECK(console.run({"keys", "prune", "--expired", "--for", "90d"}) == ExitStatus::ok);
    CHECK(console.err() == "azen: 0 keys are removed\n");
}

TEST_CASE_FIXTURE(Fixture, "a removed key is unknown, its name free")
{
    const std::string secret = console.create_key("again");
    console.run({"keys", "delete", "again", "--yes"});
    console.run({"keys", "prune", "--revoked", "--yes"});
    console.set("AZEN_API_KEY", secret);

    CHECK(console.run({"keys", "verify"}) == ExitStatus::negative);
    CHECK(contains(console.out(), "refused: unknown"));
    CHECK(console.run({"keys", "show", "again"}) == ExitStatus::not_found);
}

}  // namespace azen::cli
