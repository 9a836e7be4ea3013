#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/scan.h"
#include "cli/scan/scan_place.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Words;

Result<scan::Options> parse(const Words& words)
{
    return test::parse_as<scan::parse>("scan", words);
}

struct Fixture {
    Fixture() { secret = console.create_key("ci"); }

    ExitStatus scan(const Words& options = {})
    {
        Words words{"scan", place.path().string()};
        words.insert(words.end(), options.begin(), options.end());
        return console.run(words);
    }

    bool works(const std::string& presented)
    {
        console.set("AZEN_API_KEY", presented);
        const bool accepted = console.run({"keys", "verify"}) == ExitStatus::ok;
        console.set("AZEN_API_KEY", "");
        return accepted;
    }

    std::string status()
    {
        console.run({"keys", "show", "ci", "--output", "json"});
        return nlohmann::json::parse(console.out()).at("status");
    }

    test::Console console;
    test::ScanPlace place;
    std::string secret;
};

}  // namespace

TEST_CASE("there is one thing to look through")
{
    CHECK(parse({"a", "b"})->paths == Words{"a", "b"});
    CHECK(parse({"--staged"})->source == scan::Source::staged);
    CHECK(parse({"--print-gitleaks-rule"})->source == scan::Source::gitleaks_rule);
    CHECK(parse({}).error().kind == ErrorKind::invalid);
    CHECK(parse({"a", "--staged"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--staged", "--print-pre-commit-hook"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"a", "--exclude", "x", "--exclude", "y"})->excluded == Words{"x", "y"});
}

TEST_CASE_FIXTURE(Fixture, "a key in a file is found, named and not shown, at no charge")
{
    place.write("notes.txt", "key: " + secret + "\n");

    CHECK(scan() == ExitStatus::negative);

    CHECK(contains(console.out(), "notes.txt:1:6"));
    CHECK(contains(console.out(), "ci "));
    CHECK(contains(console.out(), "active"));
    CHECK_FALSE(contains(console.out() + console.err(), secret));
    console.run({"keys", "show", "ci", "--output", "json"});
    CHECK(nlohmann::json::parse(console.out()).at("requestCount") == 0);
}

TEST_CASE_FIXTURE(Fixture, "no key is a good answer")
{
    place.write("notes.txt", "nothing here\n");

    CHECK(scan() == ExitStatus::ok);
    CHECK(contains(console.err(), "no API key in 1 file\n"));
}

TEST_CASE_FIXTURE(Fixture, "standard input is looked through")
{
    console.type("a\n" + secret);

    CHECK(console.run({"scan", "-"}) == ExitStatus::negative);
    CHECK(contains(console.out(), "standard input:2:1"));
}

TEST_CASE_FIXTURE(Fixture, "a key of nobody's here is found as well, with a store and without one")
{
    place.write("notes.txt", place.secret());

    CHECK(scan() == ExitStatus::negative);
    CHECK(contains(console.out(), "unknown"));

    test::Console stranger;
    CHECK(stranger.run({"scan", place.path().string()}) == ExitStatus::negative);
    CHECK(contains(stranger.out(), "unknown"));
    CHECK(contains(stranger.err(), "there is no store here"));
    CHECK_FALSE(std::filesystem::exists(stranger.store()));
}

TEST_CASE_FIXTURE(Fixture, "a path that is not there is an error, before anything is read")
{
    CHECK(console.run({"scan", place.path("missing").string()}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Fixture, "what was found is revoked when that is confirmed, each key once")
{
    place.write("a", secret + "\n" + secret);
    place.write("b", place.secret());

    CHECK(scan({"--revoke-found"}) == ExitStatus::declined);
    CHECK(contains(console.out(), "active"));
    CHECK(status() == "active");

    console.terminals = {.in = true, .out = true, .err = true};
    console.type("y\n");
    CHECK(scan({"--revoke-found"}) == ExitStatus::negative);
    CHECK(contains(console.err(), "Refuse key ci (starts with "));
    CHECK(contains(console.out(), "revoked"));
    CHECK(status() == "revoked");
}

TEST_CASE_FIXTURE(Fixture, "without a question when it was confirmed, and none about dead keys")
{
    place.write("a", secret);

    CHECK(scan({"--revoke-found", "--yes"}) == ExitStatus::negative);
    CHECK(status() == "revoked");
    CHECK(scan({"--revoke-found"}) == ExitStatus::negative);
}

TEST_CASE("new secrets need a place to go to, and one way of dealing with a key")
{
    CHECK(parse({"a", "--rotate-found"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"a", "--rotate-found", "--revoke-found", "--deliver", "cat"}).error().kind ==
          ErrorKind::invalid);
    CHECK(parse({"a", "--now"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"a", "--rotate-found", "--deliver", "cat", "--now"})->rotation->plan.succession ==
          Succession::at_once);
}

TEST_CASE_FIXTURE(Fixture, "a key that was found gets a new secret, and the found one its grace")
{
    place.write("a", secret + "\n" + secret);
    place.write("b", place.secret());
    const auto file = console.home() / "new";

    CHECK(scan({"--rotate-found", "--deliver", "cat > " + file.string(), "--grace", "1h"}) ==
          ExitStatus::negative);

    CHECK(contains(console.err(), "ci is rotated"));
    CHECK(contains(console.out(), "active"));
    const std::string fresh = test::read_file(file);
    CHECK(fresh != secret);
    CHECK_FALSE(contains(console.out() + console.err(), fresh));
    CHECK(works(fresh));
    CHECK(works(secret));
    console.clock.advance(std::chrono::hours{2});
    CHECK_FALSE(works(secret));
    CHECK(works(fresh));
}

TEST_CASE_FIXTURE(Fixture, "what has leaked ends at once when that is confirmed, and needs no more")
{
    place.write("a", secret);
    const Words rotate{"--rotate-found", "--now", "--deliver", "cat > /dev/null"};

    CHECK(scan(rotate) == ExitStatus::declined);
    CHECK(works(secret));

    CHECK(scan({"--rotate-found", "--now", "--yes", "--deliver", "cat > /dev/null"}) ==
          ExitStatus::negative);
    CHECK_FALSE(works(secret));
    CHECK(contains(console.out(), "revoked"));
    CHECK(scan(rotate) == ExitStatus::negative);
    CHECK_FALSE(contains(console.err(), "rotated"));
}

TEST_CASE_FIXTURE(Fixture, "a dry run says what would become of which key, and changes nothing")
{
    place.write("a", secret);

    CHECK(scan({"--rotate-found", "--now", "--dry-run"}) == ExitStatus::negative);
    CHECK(contains(console.err(), "ci would be given a new secret"));
    CHECK(scan({"--revoke-found", "--dry-run"}) == ExitStatus::negative);
    CHECK(contains(console.err(), "ci would be refused for ever"));
    CHECK(works(secret));
}

TEST_CASE_FIXTURE(Fixture, "a key that could not be rotated is told of, and keeps its secret")
{
    place.write("a", secret);

    CHECK(scan({"--rotate-found", "--deliver", "cat > /dev/null; exit 1"}) == ExitStatus::partial);

    CHECK(contains(console.err(), "reached nobody"));
    CHECK(works(secret));
    CHECK(scan({"--rotate-found", "--to-directory", place.path("none").string()}) ==
          ExitStatus::usage);
}

TEST_CASE_FIXTURE(Fixture, "excluded files are not looked through")
{
    place.write("a.lock", secret);

    CHECK(scan({"--exclude", "*.lock"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "a form that is none of the choices is refused")
{
    CHECK(scan({"--output", "xml"}) == ExitStatus::usage);
    place.write("a", secret);
    CHECK(scan({"--output", "sarif"}) == ExitStatus::negative);
    CHECK(nlohmann::json::parse(console.out()).at("version") == "2.1.0");
}

TEST_CASE_FIXTURE(Fixture, "texts for other programs are printed, and nothing is looked through")
{
    CHECK(console.run({"scan", "--print-gitleaks-rule"}) == ExitStatus::ok);
    CHECK(contains(console.out(), "[[rules]]"));
    CHECK(console.run({"scan", "--print-pre-commit-hook"}) == ExitStatus::ok);
    CHECK(console.out().starts_with("#!/bin/sh"));
}

TEST_CASE_FIXTURE(Fixture, "what is staged is looked through where the command runs")
{
    place.git({"init", "--quiet"});
    place.write("new.txt", secret);
    place.git({"add", "new.txt"});
    const test::InDirectory inside{place.path()};

    CHECK(console.run({"scan", "--staged"}) == ExitStatus::negative);
    CHECK(contains(console.out(), "new.txt:1:1"));
}

TEST_CASE_FIXTURE(Fixture, "a store that was named, or whose keys are to go, has to be there")
{
    place.write("notes.txt", "key: " + secret + "\n");
    const std::string absent = (console.home() / "absent.db").string();

    CHECK(scan({"--db", absent}) == ExitStatus::not_found);
    CHECK(scan({"--revoke-found", "--yes", "--db", absent}) == ExitStatus::not_found);
    std::filesystem::remove(console.store());
    CHECK(scan() == ExitStatus::negative);
    CHECK(scan({"--revoke-found", "--yes"}) == ExitStatus::not_found);
    CHECK(scan({"--rotate-found", "--to-directory", console.home().string(), "--yes"}) ==
          ExitStatus::not_found);
}

TEST_CASE("input that cannot be read does not pass")
{
    test::Console console;

    const ExitStatus status = console.with_context([](Context& context) {
        context.in.setstate(std::ios::badbit);
        return run_app({"scan", "-"}, context);
    });

    CHECK(status == ExitStatus::partial);
    CHECK(contains(console.err(), "cannot read standard input: an input error"));
}

}  // namespace azen::cli
