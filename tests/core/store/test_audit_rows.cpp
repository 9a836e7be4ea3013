#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/audit/audit_chain.h"
#include "core/store/sqlite/database.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

struct Fixture {
    TempDir directory;
    std::filesystem::path file = directory.path() / "azen.db";
    std::unique_ptr<Store> store = must(open_sqlite_store(file));

    void append(const std::string& subject, milliseconds at = milliseconds{0})
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->audit().append({.at = Timestamp{at},
                                          .actor = {.kind = ActorKind::key,
                                                    .id = "key-id",
                                                    .name = "admin",
                                                    .origin = "10.0.0.7"},
                                          .action = "key.update",
                                          .subject_id = "id-" + subject,
                                          .subject_name = subject,
                                          .change = R"({"after":{"enabled":false}})"}));
        must(transaction->commit());
    }
    std::vector<AuditRow> list(const AuditQuery& query = {})
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(transaction->audit().list(query));
    }
    std::int64_t last_issued()
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(transaction->audit().last_issued());
    }

    /// As someone would who has the file.
    void tamper(const std::string& sql)
    {
        sqlite::Database{file.string(), SQLITE_OPEN_READWRITE, milliseconds{100}}.execute(sql);
    }
};

std::vector<std::int64_t> sequences_of(const std::vector<AuditRow>& rows)
{
    std::vector<std::int64_t> sequences;
    for (const AuditRow& row : rows) {
        sequences.push_back(row.sequence);
    }
    return sequences;
}

using Sequences = std::vector<std::int64_t>;

constexpr const char* allow_cutting = "DROP TRIGGER audit_is_not_cut";

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an entry is read as it was told, and linked to the one before")
{
    CHECK(last_issued() == 0);
    append("ci", milliseconds{5});
    append("deploy");

    const auto rows = list();

    REQUIRE(rows.size() == 2);
    CHECK(rows[0].entry.at == Timestamp{milliseconds{5}});
    CHECK(rows[0].entry.actor.kind == ActorKind::key);
    CHECK(rows[0].entry.actor.id == "key-id");
    CHECK(rows[0].entry.actor.name == "admin");
    CHECK(rows[0].entry.actor.origin == "10.0.0.7");
    CHECK(rows[0].entry.action == "key.update");
    CHECK(rows[0].entry.subject_id == "id-ci");
    CHECK(rows[0].entry.change == R"({"after":{"enabled":false}})");
    CHECK(rows[1].previous == rows[0].hash);
    CHECK(rows[1].hash == audit_chain::link(2, rows[1].entry, rows[0].hash));
    CHECK(last_issued() == 2);
}

TEST_CASE_FIXTURE(Fixture, "entries are found by subject, by time, by place")
{
    append("ci", milliseconds{1});
    append("deploy", milliseconds{2});
    append("ci", milliseconds{3});

    CHECK(sequences_of(list({.subject = "ci"})) == Sequences{1, 3});
    CHECK(sequences_of(list({.subject = "id-deploy"})) == Sequences{2});
    CHECK(sequences_of(list({.since = Timestamp{milliseconds{2}}})) == Sequences{2, 3});
    CHECK(sequences_of(list({.after = 1})) == Sequences{2, 3});
    CHECK(sequences_of(list({.newest_first = true, .offset = 1, .limit = 1})) == Sequences{2});
}

TEST_CASE_FIXTURE(Fixture, "rows are neither changed nor removed")
{
    append("ci");

    CHECK_THROWS_AS(tamper("UPDATE audit SET actor_name = 'nobody'"), SQLite::Exception);
    CHECK_THROWS_AS(tamper("DELETE FROM audit"), SQLite::Exception);
    CHECK(list().size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a trail whose end was cut off does not grow over it")
{
    append("one");
    append("two");
    tamper(allow_cutting);
    tamper("DELETE FROM audit WHERE sequence = 2");

    append("three");

    CHECK(sequences_of(list()) == Sequences{1, 3});
}
