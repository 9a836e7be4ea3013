#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/audit_list.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

Result<audit_list::Options> parse(const test::Words& words)
{
    return test::parse_as<audit_list::parse>("audit list", words);
}

constexpr Timestamp now = test::FakeClock::default_start;

}  // namespace

TEST_CASE("a length of time is one ago, a date is a date")
{
    CHECK(parse({"--since", "7d"})->since == now - std::chrono::days{7});
    CHECK(parse({"--since", "2026-01-15"})->since == std::chrono::floor<std::chrono::days>(now));
    CHECK_FALSE(parse({})->since);
    CHECK(parse({"--since", "yesterday"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--page", "0"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--limit", "1001"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("each change is listed with who made it, newest first")
{
    Console console;
    console.create_key("ci");
    console.run({"keys", "disable", "ci"});
    console.clock.advance(std::chrono::hours{1});

    CHECK(console.run({"audit", "list"}) == ExitStatus::ok);

    CHECK(console.out().starts_with("#  WHEN    WHO         ACTION"));
    CHECK(contains(console.out(), "4  1h ago  ann@laptop  key.update"));
    CHECK(contains(console.out(), "enabled: true -> false"));
    CHECK(console.out().find("key.update") < console.out().find("key.create"));
    CHECK(console.err().empty());
}

TEST_CASE("changes are found by what was changed and by when")
{
    Console console;
    console.create_key("ci");
    console.clock.advance(std::chrono::days{2});
    console.create_key("deploy");

    console.run({"audit", "list", "--subject", "ci", "--field", "subjectName"});
    CHECK(console.out() == "ci\n");
    console.run({"audit", "list", "--since", "1d", "--field", "subjectName"});
    CHECK(console.out() == "deploy\n");
}

TEST_CASE("what does not fit on a page is told of")
{
    Console console;
    console.create_key("ci");

    console.run({"audit", "list", "--limit", "2"});
    CHECK(contains(console.err(), "--page 2 shows the next"));
    console.run({"audit", "list", "--limit", "2", "--page", "2"});
    CHECK(contains(console.out(), "organization.create"));
    CHECK(console.err().empty());
}

TEST_CASE("what a dry run would have done is not in the trail")
{
    Console console;
    console.create_key("ci");
    console.run({"keys", "disable", "ci", "--dry-run"});

    console.run({"audit", "list", "--field", "action"});

    CHECK_FALSE(contains(console.out(), "key.update"));
}

TEST_CASE("scripts get a page of the trail as an object")
{
    Console console;
    console.create_key("ci");
    console.run({"keys", "limit", "ci", "--rate", "5/2s"});

    console.run({"audit", "list", "--limit", "1", "--output", "json"});

    test::check_golden("tests/golden/json/audit.json", console.out());
}

TEST_CASE("what is no moment in the past is told of in its terms")
{
    Console console;

    CHECK(console.run({"audit", "list", "--since", "soon"}) == ExitStatus::usage);

    CHECK(contains(console.err(), "neither a duration ago"));
    CHECK(contains(console.err(), "y, w, d, h, m, s and ms"));
}

}  // namespace azen::cli
