#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "cli/commands/store_check.h"
#include "cli/support/console.h"
#include "cli/support/live_server.h"
#include "cli/support/parsing.h"
#include "core/store/sqlite/database.h"

namespace azen::cli {
namespace {

namespace fs = std::filesystem;
using test::contains;

/// A store with a key and a memory, and its master key in the environment.
struct Fixture {
    Fixture()
    {
        console.set("AZEN_API_KEY", console.create_key("ci"));
        console.set("AZEN_MASTER_KEY", std::string(64, '0'));  // the live server's
        const test::LiveServer server{console};
        console.run({"memory", "add", "tea", "--base-url", server.url()});
    }

    void tamper(const std::string& sql) const
    {
        sqlite::Database database{
            console.store().string(), SQLITE_OPEN_READWRITE, milliseconds{100}};
        database.execute(sql);
    }
    std::string outcome(const std::string& part)
    {
        console.run({"store", "check", "--output", "json"});
        const auto json = nlohmann::json::parse(console.out());
        for (const auto& check : json.at("checks")) {
            if (check.at("name") == part) {
                return check.at("outcome");
            }
        }
        return "absent";
    }

    test::Console console;
};

}  // namespace

TEST_CASE("store check takes a store and a master key")
{
    const auto options = test::parse_as<store_check::parse>(
        "store check", {"--db", "/a", "--master-key-file", "/b"});

    CHECK(options->local.store == "/a");
    CHECK(options->master_key_file == "/b");
}

TEST_CASE_FIXTURE(Fixture, "a store that is in order passes, and so does an empty one")
{
    CHECK(console.run({"store", "check"}) == ExitStatus::ok);
    CHECK_FALSE(contains(console.out(), "SEE TO"));
    CHECK(console.run({"store", "check", "--field", "sound"}) == ExitStatus::ok);
    CHECK(console.first_line() == "true");

    test::Console other;
    other.create_key("ci");
    CHECK(other.run({"store", "check"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "a missing or wrong master key is a finding")
{
    console.set("AZEN_MASTER_KEY", std::string(64, 'f'));
    CHECK(console.run({"store", "check"}) == ExitStatus::negative);
    CHECK(outcome("memories") == "finding");

    console.set("AZEN_MASTER_KEY", "");
    CHECK(console.run({"store", "check"}) == ExitStatus::negative);
    CHECK(contains(console.out(), "without a master key none opens: 1"));

    console.set("AZEN_MASTER_KEY", "xyzzy");
    CHECK(console.run({"store", "check"}) == ExitStatus::negative);
    CHECK_FALSE(contains(console.out(), "xyzzy"));
}

TEST_CASE_FIXTURE(Fixture, "a file that others may read is a finding")
{
    fs::permissions(console.store(), fs::perms{0644});

    CHECK(console.run({"store", "check"}) == ExitStatus::negative);
    CHECK(contains(console.out(), "open to other users"));
}

TEST_CASE_FIXTURE(Fixture, "a trail that was tampered with is a finding")
{
    tamper("DROP TRIGGER audit_is_not_changed; UPDATE audit SET actor_name = 'eve'");

    CHECK(console.run({"store", "check"}) == ExitStatus::negative);
    CHECK(outcome("audit") == "finding");
}

TEST_CASE_FIXTURE(Fixture, "damage makes it unusable, whatever else there is")
{
    tamper("INSERT INTO journal VALUES (1000, x'58')");
    fs::permissions(console.store(), fs::perms{0644});

    CHECK(console.run({"store", "check"}) == ExitStatus::store);
    CHECK(contains(console.out(), "row 1000 of the journal"));
}

TEST_CASE("what is no store, or a newer one, is unusable, and every part is told of")
{
    test::Console console;
    const fs::path file = console.home() / "text";
    std::ofstream{file} << std::string(5'000, 'x');

    CHECK(console.run({"store", "check", "--db", file.string(), "--output", "json"}) ==
          ExitStatus::store);

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("sound") == false);
    CHECK(json.at("checks").size() == 6);
    CHECK(json.at("checks").at(0).at("outcome") == "unusable");
    CHECK(json.at("checks").at(1).at("outcome") == "skipped");
}

TEST_CASE("where there is no store there is nothing to check")
{
    test::Console console;

    CHECK(console.run({"store", "check"}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Fixture, "what is not in order comes with a next step")
{
    console.set("AZEN_MASTER_KEY", std::string(64, '1'));
    fs::permissions(console.store(), fs::perms{0644});

    CHECK(console.run({"store", "check"}) == ExitStatus::negative);

    CHECK(contains(console.err(), "azen: memories: name the master key"));
    CHECK(contains(console.err(), "azen: modes: close it to others: chmod 600"));
}

}  // namespace azen::cli
