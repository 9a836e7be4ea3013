#include <algorithm>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/service/store_check.h"
#include "core/store/sqlite/database.h"
#include "core/store/sqlite/sqlite_store.h"
#include "core/store/sqlite/store_file.h"
#include "support/fake_random.h"
#include "support/sample_keyring.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using store_check::Outcome;

namespace {

/// A store with a memory, and someone who may write to its file.
struct Fixture {
    TempDir directory;
    FakeRandom random;
    Keyring keyring{sample_keyring(random, {1})};
    MemoryService memories{keyring, random};
    std::unique_ptr<Store> store = must(open_sqlite_store(directory / "azen.db"));

    Fixture()
    {
        add_owners(*store);
        const auto transaction = must(store->begin(Durability::power_loss));
        must(memories.create(*transaction, "organization-acme", {.text = "tea"}, Timestamp{}));
        must(transaction->audit().append({.action = "test", .change = "{}"}));
        must(transaction->audit().append({.action = "test", .change = "{}"}));
        must(transaction->commit());
    }

    void tamper(const std::string& sql) const
    {
        sqlite::Database database{
            (directory / "azen.db").string(), SQLITE_OPEN_READWRITE, milliseconds{100}};
        database.execute(sql);
    }
    Outcome outcome(std::string_view name) const
    {
        const auto inspection = must(inspect_sqlite_store(directory / "azen.db"));
        const auto parts = store_check::check_structure(*inspection);
        const auto part = std::ranges::find(parts, name, &store_check::Part::name);
        REQUIRE((part != parts.end()));
        CHECK_FALSE(part->detail.empty());
        return part->outcome;
    }
    store_check::Part check_memories(const MemoryService* under) const
    {
        const auto inspection = must(inspect_sqlite_store(directory / "azen.db"));
        return store_check::check_memories(*inspection, under);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a store as azen wrote it passes in all its parts")
{
    for (const std::string_view part : {"schema", "integrity", "journal", "audit"}) {
        CAPTURE(part);
        CHECK(outcome(part) == Outcome::passed);
    }
    CHECK(check_memories(&memories).outcome == Outcome::passed);
}

TEST_CASE_FIXTURE(Fixture, "a reference to nothing, and a journal that is none, make it unusable")
{
    tamper("PRAGMA foreign_keys = OFF; DELETE FROM organizations");
    tamper("INSERT INTO journal VALUES (1000, x'58')");

    CHECK(outcome("integrity") == Outcome::unusable);
    CHECK(outcome("journal") == Outcome::unusable);
    CHECK(outcome("audit") == Outcome::passed);
}

TEST_CASE_FIXTURE(Fixture, "a trail that was tampered with is a finding")
{
    tamper("DROP TRIGGER audit_is_not_cut; DELETE FROM audit WHERE sequence = 2");

    CHECK(outcome("audit") == Outcome::finding);
}

TEST_CASE_FIXTURE(Fixture, "memories that do not open are counted")
{
    Keyring others = sample_keyring(random, {2});
    const MemoryService stranger{others, random};

    CHECK(check_memories(&stranger).outcome == Outcome::finding);
    CHECK(check_memories(&stranger).detail == "1 of 1 do not open under the master key");
    CHECK(check_memories(nullptr).outcome == Outcome::finding);
    tamper("UPDATE memories SET payload = zeroblob(40)");
    CHECK(check_memories(&memories).outcome == Outcome::finding);
}

TEST_CASE_FIXTURE(Fixture, "a store without memories needs no master key")
{
    tamper("DELETE FROM memories");

    CHECK(check_memories(nullptr).outcome == Outcome::passed);
}
