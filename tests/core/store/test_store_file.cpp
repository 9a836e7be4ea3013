#include <filesystem>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/store/sqlite/schema.h"
#include "core/store/sqlite/sqlite_store.h"
#include "core/store/sqlite/store_file.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using azen::sqlite::Database;

namespace {

namespace fs = std::filesystem;

void execute(const fs::path& file, const std::string& sql)
{
    Database{file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, milliseconds{100}}.execute(
        sql);
}

/// A store with an organization and a key, and an empty file to copy it into.
struct Fixture {
    TempDir directory;
    fs::path file = directory / "azen.db";
    fs::path copy = directory / "copy";
    std::unique_ptr<Store> store = must(open_sqlite_store(file));

    Fixture()
    {
        add_owners(*store);
        add_key("ci");
        std::ofstream{copy};
    }

    void add_key(std::string_view name) const
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->keys().insert(sample_key(name), sample_secret(name)));
        must(transaction->commit());
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a copy is what had been committed, while a transaction goes on")
{
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->keys().insert(sample_key("later"), sample_secret("later")));

        must(copy_sqlite_store(file, copy, CopySchema::same));

        must(transaction->commit());
    }
    CHECK(must(must(inspect_sqlite_store(copy))->info()).keys == 1);
    CHECK(must(store->info()).keys == 2);
}

TEST_CASE_FIXTURE(Fixture, "a copy is one file, and can be read where nothing can be written")
{
    must(copy_sqlite_store(file, copy, CopySchema::same));

    CHECK_FALSE(fs::exists(directory / "copy-wal"));
    CHECK_FALSE(fs::exists(directory / "copy-journal"));
    Database immutable{copy.string(), SQLITE_OPEN_READONLY, milliseconds{0}};
    CHECK(immutable.handle().execAndGet("PRAGMA journal_mode").getString() == "delete");
    CHECK(immutable.handle().execAndGet("SELECT count(*) FROM keys").getInt() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a copy opens as a store")
{
    must(copy_sqlite_store(file, copy, CopySchema::same));

    const auto opened = must(open_sqlite_store(copy));

    CHECK(listed(*opened, "ci").id == "key-ci");
}

TEST_CASE("a copy keeps an older schema, or is brought up to date, and the original stays")
{
    const TempDir directory;
    const fs::path file = directory / "azen.db";
    {
        Database database{
            file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, milliseconds{100}};
        must(sqlite::migrate(database, 1));
    }
    std::ofstream{directory / "same"};
    std::ofstream{directory / "current"};

    must(copy_sqlite_store(file, directory / "same", CopySchema::same));
    must(copy_sqlite_store(file, directory / "current", CopySchema::current));

    CHECK(must(must(inspect_sqlite_store(directory / "same"))->info()).schema_version == 1);
    CHECK(must(must(inspect_sqlite_store(directory / "current"))->info()).schema_version ==
          sqlite::schema_version());
    CHECK(must(must(inspect_sqlite_store(file))->info()).schema_version == 1);
}

TEST_CASE_FIXTURE(Fixture, "what is absent, no store, newer or damaged is not copied")
{
    CHECK(copy_sqlite_store(directory / "absent", copy, CopySchema::same).error().kind ==
          ErrorKind::not_found);
    std::ofstream{directory / "text"} << std::string(5'000, 'x');
    CHECK(copy_sqlite_store(directory / "text", copy, CopySchema::same).error().kind ==
          ErrorKind::store);
    execute(file, "DELETE FROM users");  // a key refers to one
    const auto damaged = copy_sqlite_store(file, copy, CopySchema::same);
    CHECK(damaged.error().message.find("a row of keys refers to one of users") !=
          std::string::npos);
    execute(file, "PRAGMA user_version = 99");
    CHECK(copy_sqlite_store(file, copy, CopySchema::same).error().message.find("schema 99") !=
          std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "looking tells what is in a store, and what its schema does not have")
{
    const StoreInfo info = must(must(inspect_sqlite_store(file))->info());

    CHECK(info.schema_version == sqlite::schema_version());
    CHECK(info.keys == 1);
    CHECK(info.organizations == 2);
    CHECK(info.audit_entries == 0);
    CHECK(info.log_bytes > 0);
    CHECK(info.needed_master_keys.empty());
    const fs::path old = directory / "old.db";
    {
        Database database{
            old.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, milliseconds{100}};
        must(sqlite::migrate(database, 1));
    }
    CHECK_FALSE(must(must(inspect_sqlite_store(old))->info()).audit_entries.has_value());
}

TEST_CASE_FIXTURE(Fixture, "damage is found: pages, references, rows of the journal")
{
    const auto inspection = must(inspect_sqlite_store(file));
    CHECK(must(inspection->damages()).empty());
    CHECK(inspection->read_journal().has_value());

    execute(file, "INSERT INTO journal VALUES (1000, x'58')");
    CHECK(inspection->read_journal().error().message.find("row 1000 of the journal") !=
          std::string::npos);
    execute(file, "DELETE FROM users");
    CHECK(must(inspection->damages()).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a store that anything has open is not put out of use")
{
    CHECK(settle_unused_sqlite_store(file).error().kind == ErrorKind::store);

    store.reset();
    CHECK(settle_unused_sqlite_store(file).has_value());
    CHECK_FALSE(fs::exists(directory / "azen.db-wal"));
}

TEST_CASE("what is no store is nobody's, and stays as it is")
{
    const TempDir directory;
    std::ofstream{directory / "text"} << std::string(5'000, 'x');

    CHECK(settle_unused_sqlite_store(directory / "text").has_value());
    CHECK(fs::file_size(directory / "text") == 5'000);
}
