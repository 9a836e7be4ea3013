#include <array>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_rotate.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;
using test::Console;
using test::contains;
using test::Words;

Result<keys_rotate::Options> parse(const Words& words)
{
    return test::parse_as<keys_rotate::parse>("keys rotate", words);
}

/// A key ci, and what a person or a script does about it.
struct Rotating : Console {
    std::string old_secret = create_key("ci");

    ExitStatus rotate(const Words& options = {})
    {
        Words words{"keys", "rotate", "ci"};
        words.insert(words.end(), options.begin(), options.end());
        return run(words);
    }

    std::string rotated(const Words& options = {})
    {
        REQUIRE(rotate(options) == ExitStatus::ok);
        return first_line();
    }

    bool works(const std::string& secret)
    {
        set("AZEN_API_KEY", secret);
        return run({"keys", "verify"}) == ExitStatus::ok;
    }
};

}  // namespace

TEST_CASE("a rotation has the defaults of the contract")
{
    const auto options = parse({"ci"});

    REQUIRE(options.has_value());
    CHECK(options->reference == "ci");
    CHECK(options->step == keys_rotate::Step::begin);
    CHECK(options->plan.request.grace == 24h);
    CHECK(options->plan.succession == Succession::on_first_use);
    CHECK_FALSE(options->plan.request.idempotency_key.has_value());
}

TEST_CASE("everything about a rotation can be said")
{
    CHECK(parse({"ci", "--grace", "1h"})->plan.request.grace == 1h);
    CHECK(parse({"ci", "--start-grace", "now"})->plan.succession == Succession::grace_from_now);
    CHECK(parse({"ci", "--now"})->plan.succession == Succession::at_once);
    CHECK(parse({"ci", "--finish"})->step == keys_rotate::Step::finish);
    CHECK(parse({"ci", "--abort"})->step == keys_rotate::Step::abort);
    CHECK(parse({"ci", "--idempotency-key", "j"})->plan.request.idempotency_key == "j");
    CHECK(parse({"ci", "--to-file", "f"})->sink.file == "f");
    CHECK(parse({"ci", "--finish", "--wait-unused", "10m"})->wait->quiet == 10min);
    CHECK(parse({"ci", "--finish", "--wait-unused", "10m"})->step == keys_rotate::Step::finish);
    CHECK(parse({"ci", "--wait-unused", "10m"})->wait->at_most == 1h);
    CHECK(parse({"ci", "--wait-unused", "10m"})->step == keys_rotate::Step::wait);
    CHECK(parse({"--all", "--older-than", "90d", "--deliver", "cat"})->all->older_than == 90 * 24h);
    CHECK(parse({"--all", "--to-directory", "d"})->all->rotation.directory == "d");
}

TEST_CASE("what contradicts itself is not done")
{
    for (const Words& words : {Words{},
                               {"ci", "--grace", "soon"},
                               {"ci", "--start-grace", "later"},
                               {"ci", "--now", "--grace", "1h"},
                               {"ci", "--now", "--start-grace", "now"},
                               {"ci", "--finish", "--abort"},
                               {"ci", "--finish", "--grace", "1h"},
                               {"ci", "--finish", "--output", "env"},
                               {"ci", "--abort", "--deliver", "cat"},
                               {"ci", "--abort", "--now"},
                               {"ci", "--wait-at-most", "1h"},
                               {"ci", "--wait-unused", "2h", "--wait-at-most", "1h"},
                               {"ci", "--now", "--wait-unused", "1m"},
                               {"ci", "--to-file", "f", "--wait-unused", "1m"},
                               {"ci", "--idempotency-key", "j", "--wait-unused", "1m"},
                               {"--all", "--deliver", "cat", "--wait-unused", "1m"},
                               {"ci", "--abort", "--wait-unused", "1m"},
                               {"ci", "--older-than", "90d"},
                               {"ci", "--to-directory", "d"},
                               {"ci", "--all", "--deliver", "cat"},
                               {"--all"},
                               {"--all", "--to-file", "f"},
                               {"--all", "--finish"},
                               {"--all", "--deliver", "cat", "--to-directory", "d"}}) {
        CAPTURE(words);
        CHECK(parse(words).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE_FIXTURE(Rotating,
                  "the new secret is alone on the results, and both work until it is used")
{
    const std::string secret = rotated();

    CHECK(key_secret::is_well_formed(secret));
    CHECK(out() == secret + "\n");
    CHECK_FALSE(contains(err(), secret));
    CHECK(contains(err(), "rotated key ci"));
    CHECK(contains(err(), "for 1d after the new one's first use"));
    CHECK(works(old_secret));
    CHECK(works(secret));
    clock.advance(24h);
    CHECK_FALSE(works(old_secret));
    CHECK(works(secret));
}

TEST_CASE_FIXTURE(Rotating, "the grace can begin at once, and says when it ends")
{
    const std::string secret = rotated({"--start-grace", "now", "--grace", "2h"});

    CHECK(contains(err(), "works until 2026-01-15T12:30:00.000Z (in 2h)"));
    clock.advance(2h);
    CHECK_FALSE(works(old_secret));
    CHECK(works(secret));
}

TEST_CASE_FIXTURE(Rotating, "after a leak the old secret is refused at once, if that is confirmed")
{
    CHECK(rotate({"--now"}) == ExitStatus::declined);
    CHECK(works(old_secret));

    const std::string secret = rotated({"--now", "--yes"});

    CHECK_FALSE(works(old_secret));
    CHECK(works(secret));
}

TEST_CASE_FIXTURE(Rotating, "a person is asked before a secret that works is revoked")
{
    terminals.in = terminals.err = true;
    type("n\n");
    CHECK(rotate({"--now"}) == ExitStatus::declined);
    type("y\n");
    CHECK(rotate({"--now"}) == ExitStatus::ok);
    CHECK(contains(err(), "Revoke the present secret of key ci"));
}

TEST_CASE_FIXTURE(Rotating, "what another rotation puts an end to is said")
{
    const std::string unused = rotated();

    const std::string used = rotated();
    CHECK(contains(err(), "never used is dropped"));
    CHECK_FALSE(works(unused));
    CHECK(works(used));

    rotated();
    CHECK(contains(err(), "in its grace period, which is ended"));
    CHECK_FALSE(works(old_secret));
}

TEST_CASE_FIXTURE(Rotating, "the grace can be ended, and a new secret that was never used dropped")
{
    const std::string secret = rotated();
    CHECK(rotate({"--finish", "--yes"}) == ExitStatus::conflict);
    CHECK(works(secret));
    CHECK(rotate({"--finish"}) == ExitStatus::declined);
    CHECK(rotate({"--finish", "--yes"}) == ExitStatus::ok);
    CHECK(out() == "the old secret of ci is revoked\n");
    CHECK_FALSE(works(old_secret));

    const std::string unused = rotated();
    CHECK(rotate({"--abort"}) == ExitStatus::ok);
    CHECK(out() == "the new, unused secret of ci is revoked\n");
    CHECK_FALSE(works(unused));
    CHECK(rotate({"--abort"}) == ExitStatus::conflict);
}

TEST_CASE_FIXTURE(Rotating, "waiting alone makes no new secret, and ends no grace")
{
    const std::string secret = rotated();
    REQUIRE(works(secret));

    CHECK(rotate({"--wait-unused", "5s"}) == ExitStatus::ok);

    CHECK(out().empty());
    CHECK(contains(err(), "waiting up to 1h until the old secret has not been used for 5s"));
    CHECK(works(old_secret));
    CHECK(works(secret));
    CHECK(rotate({"--abort"}) == ExitStatus::conflict);
}

TEST_CASE_FIXTURE(Rotating, "there is nothing to wait for where nothing is being rotated")
{
    CHECK(rotate({"--wait-unused", "5s"}) == ExitStatus::conflict);

    CHECK(contains(err(), "rotate it first"));
    CHECK(rotate({"--abort"}) == ExitStatus::conflict);
}

TEST_CASE_FIXTURE(Rotating,
                  "a second run with the same idempotency key prints no secret and says so")
{
    const std::string secret = rotated({"--idempotency-key", "job-1"});

    CHECK(rotate({"--idempotency-key", "job-1"}) == ExitStatus::ok);
    CHECK(out().empty());
    CHECK(contains(err(), "nothing was done"));
    CHECK(rotate({"--idempotency-key", "job-1", "--output", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(out()).at("rotated") == false);
    CHECK(nlohmann::json::parse(out()).at("key").is_null());
    CHECK(works(secret));
}

TEST_CASE_FIXTURE(Rotating, "a command that fails costs nothing but the new secret")
{
    const std::string file = (home() / "got").string();

    CHECK(rotate({"--now", "--yes", "--deliver", "cat > " + file + "; exit 1"}) ==
          ExitStatus::unexpected);

    CHECK(contains(err(), "was dropped; the old one works on"));
    CHECK_FALSE(works(test::read_file(file)));
    CHECK(works(old_secret));
}

TEST_CASE_FIXTURE(Rotating, "a file gets the secret in the form asked for, and the results nothing")
{
    const std::string file = (home() / ".env").string();

    CHECK(rotate({"--to-file", file, "--output", "dotenv", "--variable", "KEY"}) == ExitStatus::ok);

    CHECK(out().empty());
    CHECK(contains(err(), "the secret is in " + file));
    const std::string line = test::read_file(file);
    REQUIRE(line.starts_with("KEY="));
    CHECK(works(line.substr(4, line.size() - 5)));
}

TEST_CASE_FIXTURE(Rotating, "a place that cannot take the secret is refused before one is made")
{
    CHECK(rotate({"--to-file", (home() / "absent" / "key").string()}) == ExitStatus::usage);
    CHECK(rotate({"--to-fd", "999"}) == ExitStatus::usage);
    CHECK(rotate({"--abort"}) == ExitStatus::conflict);
}

TEST_CASE_FIXTURE(Rotating, "a dry run shows no secret and asks nothing")
{
    CHECK(rotate({"--dry-run", "--now"}) == ExitStatus::ok);

    CHECK(out() == "key ci would be rotated\n");
    CHECK(contains(err(), "its active secret " + old_secret.substr(0, 4)));
    CHECK(contains(err(), "would be revoked at once"));
    CHECK(rotate({"--abort"}) == ExitStatus::conflict);
    CHECK(works(old_secret));
}

TEST_CASE_FIXTURE(Rotating, "scripts get the whole key with its new secret in it")
{
    CHECK(rotate({"--output", "json"}) == ExitStatus::ok);

    std::string printed = out();
    const std::string secret = nlohmann::json::parse(printed).at("key");
    REQUIRE(works(secret));
    printed.replace(printed.find(secret), secret.size(), "the secret");
    test::check_golden("tests/golden/json/rotation.json", printed);
}

TEST_CASE_FIXTURE(Rotating, "a key that is revoked or expired gets no new secret")
{
    run({"keys", "expire", "ci", "1d"});
    clock.advance(24h);
    CHECK(rotate() == ExitStatus::conflict);
    CHECK(contains(err(), "azen keys expire"));

    run({"keys", "delete", "ci", "--yes"});
    CHECK(rotate() == ExitStatus::conflict);
}

}  // namespace azen::cli
