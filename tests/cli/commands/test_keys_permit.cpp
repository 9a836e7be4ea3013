#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_permit.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

Result<keys_permit::Options> parse(const test::Words& words)
{
    return test::parse_as<keys_permit::parse>("keys permit", words);
}

struct Fixture {
    Fixture() { console.create_key("ci", {"--permissions", "memory.read,usage.read"}); }

    test::Console console;
};

}  // namespace

TEST_CASE("permissions are read as they are typed")
{
    const auto options = parse({"ci", "--grant", "a.b,c.d", "--revoke", "e.f", "--set", ""});

    REQUIRE(options.has_value());
    CHECK(options->grant.to_text() == "a.b,c.d");
    CHECK(options->revoke.to_text() == "e.f");
    CHECK(options->set == Permissions{});
}

TEST_CASE("asking for nothing, or for what is no permission, is refused")
{
    CHECK(parse({"ci"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"ci", "--grant", "memory"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"ci", "--set", "a.*"}).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "permissions are granted and revoked, the others stay")
{
    CHECK(console.run(
              {"keys", "permit", "ci", "--grant", "memory.write", "--revoke", "usage.read"}) ==
          ExitStatus::ok);
    CHECK(console.out() == "ci is allowed memory.read,memory.write\n");
}

TEST_CASE_FIXTURE(Fixture,
                  "permissions are set in place of all there were, before others are added")
{
    CHECK(console.run({"keys", "permit", "ci", "--set", "a.b", "--grant", "c.d"}) ==
          ExitStatus::ok);
    CHECK(console.out() == "ci is allowed a.b,c.d\n");
}

TEST_CASE_FIXTURE(Fixture, "a key can be left without any")
{
    CHECK(console.run({"keys", "permit", "ci", "--set", ""}) == ExitStatus::ok);
    CHECK(console.out() == "ci is allowed nothing that needs a permission\n");
    console.run({"keys", "show", "ci", "--output", "json"});
    CHECK(nlohmann::json::parse(console.out()).at("permissions").empty());
}

}  // namespace azen::cli
