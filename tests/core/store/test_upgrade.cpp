/// Stores as every schema left them, with something in each of its tables, opened by the program as
/// it is now. They are frozen in store-N.sql, so that a step which is edited after its release is
/// found out. For a new step, N: open a store that the newest of them makes with the new program,
/// insert rows into what the step brought, and dump it (`sqlite3 FILE .dump`) as store-N.sql.
/// Secrets are hashes of "secret-ci" and "secret-gone"; key 1 has used its quota once more than is
/// folded, which the journal says.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/audit/audit_chain.h"
#include "core/store/sqlite/schema.h"
#include "core/store/sqlite/sqlite_store.h"
#include "core/store/sqlite/store_file.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using azen::sqlite::Database;

namespace {

constexpr Timestamp moment{milliseconds{1'750'000'000'000}};

Database open_file(const std::filesystem::path& file)
{
    return {file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, milliseconds{100}};
}

std::filesystem::path frozen(int version)
{
    return AZEN_PROJECT_DIR "/tests/core/store/store-" + std::to_string(version) + ".sql";
}

/// The last schema of which a store is frozen.
int last_frozen()
{
    int version = 0;
    while (std::filesystem::exists(frozen(version + 1))) {
        ++version;
    }
    return version;
}

/// Writes a store as a program of that schema did.
void make_store(const std::filesystem::path& file, int version)
{
    std::ifstream sql{frozen(version)};
    REQUIRE(sql);
    Database database = open_file(file);
    database.execute("PRAGMA journal_mode = WAL");
    database.execute(std::string{std::istreambuf_iterator<char>{sql}, {}});
}

/// All tables, indexes and triggers, as they were made.
std::vector<std::string> schema_of(Database& database)
{
    std::vector<std::string> statements;
    SQLite::Statement query{
        database.handle(),
        "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"};
    while (query.executeStep()) {
        statements.push_back(query.getColumn(0).getString());
    }
    return statements;
}

void check_keys(Store& store, int version)
{
    const ApiKey key = listed(store, "ci");
    CHECK(key.id == "k1");
    CHECK(key.use.request_count == 8);
    CHECK(key.use.quota.remaining == 40);
    CHECK(key.metadata == R"({"team":"a"})");
    CHECK(key.created_at == moment);
    CHECK(listed(store, "gone").revoked_at.has_value());
    const auto transaction = must(store.begin(Durability::process_crash));
    CHECK(find_one(*transaction, "secret-ci").state == SecretState::active);
    CHECK(find_one(*transaction, "secret-gone").state == SecretState::revoked);
    CHECK(must(transaction->keys().secrets("k1")).size() == (version >= 7 ? 2U : 1U));
    CHECK(must(transaction->keys().secrets("k2")).front().since == moment);
}

void check_memories(Transaction& transaction, int version)
{
    const MemoryRow memory = must(transaction.memories().find("o1", "m1")).value();
    CHECK(memory.row == 3);
    CHECK(memory.dedup == std::vector{std::byte{7}});
    CHECK(memory.sealed.payload == std::vector{std::byte{1}, std::byte{2}});
    CHECK(must(transaction.master_keys().current()) == "0123456789abcdef");
    CHECK(must(transaction.memories().count("o1")) == (version >= 8 ? 2 : 1));
}

void check_accounts(Transaction& transaction, int version)
{
    const Organization organization = must(transaction.accounts().find_organization("o1")).value();
    CHECK(organization.slug == "acme");
    CHECK(organization.metadata == "null");
    const User user = must(transaction.accounts().find_user("ann")).value();
    CHECK(user.created_at == moment);
    CHECK(user.email.has_value() == (version >= 3));
    CHECK(user.disabled_at.has_value() == (version >= 3));
    CHECK(must(transaction.members().find("o1", "u1")).has_value() == (version >= 3));
    CHECK(must(transaction.sessions().find_id("s1")).has_value() == (version >= 3));
    CHECK(must(transaction.keys().retiring_uses("k1")).size() == (version >= 2 ? 1U : 0U));
}

// What is counted: 5 and 2 on the key's own day, 11 and 1 of keys that are gone.
void check_usage(Transaction& transaction, int version)
{
    std::int64_t success = 0;
    for (const UsageRow& row :
         must(transaction.usage().since("o1", std::nullopt, std::chrono::sys_days{}))) {
        success += row.success;
    }
    CHECK(success == (version >= 5 ? 16 : 5));
}

void check_trail(Transaction& transaction, int version)
{
    const auto rows = must(transaction.audit().list({}));
    REQUIRE(rows.size() == (version >= 4 ? 1U : 0U));
    audit_chain::Checker checker;
    for (const AuditRow& row : rows) {
        CHECK_FALSE(checker.check(row).has_value());
    }
    CHECK_FALSE(checker.finish(must(transaction.audit().last_issued())).has_value());
}

}  // namespace

TEST_CASE("a store of every schema is brought up to date, and nothing in it is lost")
{
    for (int version = 1; version <= last_frozen(); ++version) {
        CAPTURE(version);
        const TempDir directory;
        make_store(directory / "azen.db", version);

        const auto store = must(open_sqlite_store(directory / "azen.db"));

        CHECK(must(store->info()).schema_version == sqlite::schema_version());
        check_keys(*store, version);
        {
            const auto transaction = must(store->begin(Durability::process_crash));
            check_memories(*transaction, version);
            check_accounts(*transaction, version);
            check_usage(*transaction, version);
            check_trail(*transaction, version);
        }
        must(store->settle());
        CHECK(must(must(inspect_sqlite_store(directory / "azen.db"))->damages()).empty());
    }
}

TEST_CASE(
    "the steps make of nothing what they made when they were released, and of every store too")
{
    const TempDir directory;
    Database newest = open_file(directory / "newest.db");
    must(sqlite::migrate(newest));
    for (int version = 1; version <= last_frozen(); ++version) {
        CAPTURE(version);
        const std::string name = std::to_string(version);
        make_store(directory / name, version);
        Database old = open_file(directory / name);
        Database made = open_file(directory / (name + ".made"));

        must(sqlite::migrate(made, version));
        CHECK(schema_of(made) == schema_of(old));
        must(sqlite::migrate(old));
        CHECK(schema_of(old) == schema_of(newest));
    }
}

TEST_CASE("every schema that there was is frozen")
{
    // That of the newest step too, once it is released.
    CHECK(last_frozen() >= sqlite::schema_version() - 1);
    CHECK(last_frozen() <= sqlite::schema_version());
}

TEST_CASE("a store that is upgraded by two programs at once is upgraded once")
{
    const TempDir directory;
    make_store(directory / "azen.db", 1);
    Database one = open_file(directory / "azen.db");
    Database other = open_file(directory / "azen.db");

    must(sqlite::migrate(one, 3));
    must(sqlite::migrate(other));
    must(sqlite::migrate(one));

    CHECK(one.handle().execAndGet("PRAGMA user_version").getInt() == sqlite::schema_version());
    CHECK(one.handle().execAndGet("SELECT count(*) FROM keys").getInt() == 2);
}
