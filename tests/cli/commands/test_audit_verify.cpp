#include <fmt/format.h>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "cli/commands/audit_verify.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "core/audit/audit_chain.h"
#include "core/base/codec.h"
#include "core/store/sqlite/database.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;
using test::must;

/// A store with a trail of four entries, and someone who may write to its file.
struct Fixture {
    Fixture()
    {
        console.create_key("ci");
        console.run({"keys", "disable", "ci"});
    }

    void tamper(const std::string& sql)
    {
        sqlite::Database database{
            console.store().string(), SQLITE_OPEN_READWRITE, milliseconds{100}};
        database.execute("DROP TRIGGER IF EXISTS audit_is_not_changed");
        database.execute("DROP TRIGGER IF EXISTS audit_is_not_cut");
        database.execute(sql);
    }

    /// Another name in the last row, and the hash that then belongs to it.
    void forge_last_row()
    {
        const auto store = must(open_sqlite_store(console.store()));
        const auto transaction = must(store->begin(Durability::process_crash));
        AuditRow row = must(transaction->audit().list({.newest_first = true, .limit = 1})).front();
        must(transaction->commit());
        row.entry.actor.name = "nobody";
        const Digest hash = audit_chain::link(row.sequence, row.entry, row.previous);
        tamper(
            fmt::format("UPDATE audit SET actor_name = 'nobody', hash = x'{}' "
                        "WHERE sequence = {}",
                        format_hex(hash),
                        row.sequence));
    }

    Console console;
};

}  // namespace

TEST_CASE("an anchor is a sequence and a hash")
{
    const auto parse = [](const std::string& anchor) {
        return test::parse_as<audit_verify::parse>("audit verify", {"--anchor", anchor});
    };
    const std::string hash(64, 'a');

    CHECK(parse("12:" + hash)->anchor->sequence == 12);
    for (const std::string& wrong : {std::string{},
                                     hash,
                                     "12" + hash,
                                     "0:" + hash,
                                     "x:" + hash,
                                     "12:" + hash + "a",
                                     "12:zz" + hash}) {
        CAPTURE(wrong);
        CHECK(parse(wrong).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE_FIXTURE(Fixture, "a trail as it was written is in order")
{
    CHECK(console.run({"audit", "verify"}) == ExitStatus::ok);

    CHECK(console.out().starts_with("in order: 4 rows; it ends with 4:"));
}

TEST_CASE_FIXTURE(Fixture, "a row that was changed is named")
{
    tamper("UPDATE audit SET actor_name = 'nobody' WHERE sequence = 3");

    CHECK(console.run({"audit", "verify"}) == ExitStatus::negative);

    CHECK(console.out() == "tampered with: row 3 was changed; up to row 2 it is in order\n");
}

TEST_CASE_FIXTURE(Fixture, "rows that were taken out are named, also at the end")
{
    tamper("DELETE FROM audit WHERE sequence = 4");
    CHECK(console.run({"audit", "verify"}) == ExitStatus::negative);
    CHECK(contains(console.out(), "rows 4 to 4 are missing at the end"));

    console.run({"keys", "enable", "ci"});
    CHECK(console.run({"audit", "verify"}) == ExitStatus::negative);
    CHECK(contains(console.out(), "row 4 is missing"));
}

TEST_CASE_FIXTURE(Fixture, "a trail that was made anew is found out by an end that was noted")
{
    console.run({"audit", "verify", "--field", "end"});
    const std::string end = console.first_line();
    CHECK(console.run({"audit", "verify", "--anchor", end}) == ExitStatus::ok);
    tamper("DELETE FROM audit");
    tamper("DELETE FROM sqlite_sequence");
    CHECK(console.run({"audit", "verify"}) == ExitStatus::ok);

    CHECK(console.run({"audit", "verify", "--anchor", end}) == ExitStatus::negative);
    CHECK(contains(console.out(), "rows 1 to 4 are missing at the end"));
}

TEST_CASE_FIXTURE(Fixture, "a last row with a new hash is found out by an end that was noted")
{
    console.run({"audit", "verify", "--field", "end"});
    const std::string end = console.first_line();
    forge_last_row();
    CHECK(console.run({"audit", "verify"}) == ExitStatus::ok);

    CHECK(console.run({"audit", "verify", "--anchor", end}) == ExitStatus::negative);
    CHECK(contains(console.out(), "row 4"));
}

TEST_CASE_FIXTURE(Fixture, "a row that is no JSON any more is named all the same")
{
    tamper("PRAGMA ignore_check_constraints = 1; UPDATE audit SET change = '{' WHERE sequence = 4");

    CHECK(console.run({"audit", "verify", "--output", "json"}) == ExitStatus::negative);

    const auto check = nlohmann::json::parse(console.out());
    CHECK(check.at("intact") == false);
    CHECK(check.at("sequence") == 4);
    CHECK(console.run({"audit", "list"}) == ExitStatus::ok);
}

}  // namespace azen::cli
