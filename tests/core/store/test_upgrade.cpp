/// Stores as every earlier schema left them, with something in each of its tables, opened by the
/// program as it is now.

#include <array>
#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/audit/audit_chain.h"
#include "core/store/sqlite/journal.h"
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

// What a program of each version could have written: element N is what schema N + 1 brought.
// Secrets are hashes of "secret-ci" and "secret-gone" (hash_of); key 1 has used its quota once more
// than is folded, which the journal says.
constexpr std::array additions{
    R"sql(
INSERT INTO organizations (row, id, name, created_at) VALUES (1, 'o1', 'acme', 1750000000000);
INSERT INTO users (row, id, name, created_at) VALUES (1, 'u1', 'ann', 1750000000000);
INSERT INTO keys VALUES (1, 'k1', 'ci', 'az_ci', 'az_', 1, 1, 1, 1760000000000, NULL, 1, 60, 60000,
                         100, 86400000, '{"memory":["read"]}', '{"team":"a"}', 1750000000000,
                         1750000000001);
INSERT INTO keys VALUES (2, 'k2', 'gone', 'az_gone', 'az_', 1, 1, 0, NULL, 1750000000002, 0, 60,
                         60000, NULL, NULL, '{}', 'null', 1750000000000, 1750000000002);
INSERT INTO key_use VALUES (1, 0, 1750000000000, 41, 1750000000000, 7, 1750000000000);
INSERT INTO key_use VALUES (2, 0, 1750000000000, NULL, 1750000000000, 0, NULL);
INSERT INTO usage_days VALUES (1, 20254, 1, 0, 5, 2);
INSERT INTO memories VALUES (3, 'm1', 1, x'07', '0123456789abcdef', x'0102', 1750000000000);
)sql",
    R"sql(
INSERT INTO retiring_uses SELECT hash, '10.0.0.1', 'curl', 3, 1750000000000 FROM secrets
WHERE key = 1;
)sql",
    R"sql(
UPDATE users SET email = 'ann@example.org', password = 'scrypt', disabled_at = 1750000000003;
INSERT INTO members VALUES (1, 1, 'b1', 2, 1750000000000);
INSERT INTO sessions VALUES (zeroblob(32), 's1', 1, 1, '10.0.0.1', 'curl', 1760000000000,
                             1750000000000, 1750000000000);
)sql",
    "",  // the trail's hashes are worked out: see add_audit()
    R"sql(
INSERT INTO past_usage_days VALUES (1, 20254, 1, 11, 1);
)sql",
    "",   // its one row is made of the memories that are there
    "",   // an index
    ""};  // what is counted is counted of what is there

Database open_file(const std::filesystem::path& file)
{
    return {file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, milliseconds{100}};
}

void add_secret(Database& database, int key, std::string_view text, int state)
{
    const SecretHash hash = hash_of(text);
    sqlite::Query{database,
                  "INSERT INTO secrets (hash, key, start, state, created_at) "
                  "VALUES (?, ?, 'az_', ?, 1750000000000)",
                  std::span<const std::byte>{hash},
                  key,
                  state}
        .run();
}

// One request more than is folded into key 1's row.
void add_unfolded_use(Database& database)
{
    sqlite::JournalWriter writer;
    writer.add(sqlite::UseEntry{.key = 1,
                                .use = {.bucket = {.missing = 0, .updated_at = moment},
                                        .quota = {.remaining = 40, .last_refill_at = moment},
                                        .request_count = 8,
                                        .last_request = moment}});
    sqlite::Query{database, "INSERT INTO journal VALUES (1, ?)", writer.bytes()}.run();
}

void add_audit(Database& database)
{
    const AuditEntry entry{.at = moment,
                           .actor = {.kind = ActorKind::local, .id = "0", .name = "root"},
                           .action = "key.create",
                           .subject_id = "k1",
                           .subject_name = "ci",
                           .change = "{}"};
    const Digest previous{};
    const Digest hash = audit_chain::link(1, entry, previous);
    sqlite::Query{database,
                  "INSERT INTO audit VALUES (1, ?, ?, '0', 'root', '', 'key.create', 'k1', 'ci', "
                  "'{}', ?, ?)",
                  moment,
                  static_cast<int>(ActorKind::local),
                  std::span<const std::byte>{previous},
                  std::span<const std::byte>{hash}}
        .run();
}

/// Writes a store as a program of that schema would have.
void make_store(const std::filesystem::path& file, int version)
{
    Database database = open_file(file);
    database.execute("PRAGMA journal_mode = WAL");
    for (int step = 1; step <= version; ++step) {
        must(sqlite::migrate(database, step));
        if (step == 1) {
            database.execute(additions.at(0));
            add_secret(database, 1, "secret-ci", 1);
            add_secret(database, 2, "secret-gone", 3);
            add_unfolded_use(database);
        } else if (step == 4) {
            add_audit(database);
        } else if (step <= static_cast<int>(additions.size())) {
            database.execute(additions.at(static_cast<std::size_t>(step - 1)));
        }
    }
}

void check_keys(Store& store)
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
    CHECK(must(transaction->keys().secrets("k1")).front().since == moment);
}

void check_memories(Transaction& transaction)
{
    const MemoryRow memory = must(transaction.memories().find("o1", "m1")).value();
    CHECK(memory.row == 3);
    CHECK(memory.dedup == std::vector{std::byte{7}});
    CHECK(memory.sealed.payload == std::vector{std::byte{1}, std::byte{2}});
    CHECK(must(transaction.master_keys().current()) == "0123456789abcdef");
    CHECK(must(transaction.memories().count("o1")) == 1);
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

TEST_CASE("a store of every earlier schema is brought up to date, and nothing in it is lost")
{
    for (int version = 1; version < sqlite::schema_version(); ++version) {
        CAPTURE(version);
        const TempDir directory;
        make_store(directory / "azen.db", version);

        const auto store = must(open_sqlite_store(directory / "azen.db"));

        CHECK(must(store->info()).schema_version == sqlite::schema_version());
        check_keys(*store);
        {
            const auto transaction = must(store->begin(Durability::process_crash));
            check_memories(*transaction);
            check_accounts(*transaction, version);
            check_usage(*transaction, version);
            check_trail(*transaction, version);
        }
        must(store->settle());
        CHECK(must(must(inspect_sqlite_store(directory / "azen.db"))->damages()).empty());
    }
}

TEST_CASE("every schema that there was has its rows in this test")
{
    // A new migration needs a store of the schema before it: add what that one brought.
    CHECK(static_cast<int>(additions.size()) == sqlite::schema_version() - 1);
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
