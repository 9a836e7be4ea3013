#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/store/sqlite/schema.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using azen::sqlite::Database;

namespace {

Database open_file(const std::filesystem::path& file)
{
    return {file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, milliseconds{100}};
}

unsigned mode_of(const std::filesystem::path& path)
{
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

Error error_of_opening(const std::filesystem::path& file)
{
    const auto store = open_sqlite_store(file, {.busy_timeout = milliseconds{50}});
    REQUIRE(!store);
    return store.error();
}

}  // namespace

TEST_CASE("a new store is its owner's alone")
{
    const TempDir directory;
    const auto file = directory.path() / "data" / "azen.db";

    const auto store = must(open_sqlite_store(file));
    add_owners(*store);

    CHECK(mode_of(file) == 0600U);
    CHECK(mode_of(file.parent_path()) == 0700U);
    CHECK(mode_of(file.string() + "-wal") == 0600U);
}

TEST_CASE("migrating twice is migrating once")
{
    const TempDir directory;
    Database database = open_file(directory.path() / "azen.db");

    must(sqlite::migrate(database));
    must(sqlite::migrate(database));

    CHECK(database.handle().tableExists("keys"));
    CHECK(database.handle().execAndGet("PRAGMA user_version").getInt() == sqlite::schema_version());
}

TEST_CASE("a store of schema 1 is brought up to date with all that is in it")
{
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    std::ifstream sql{AZEN_PROJECT_DIR "/tests/core/store/schema-1.sql"};
    open_file(file).execute(std::string{std::istreambuf_iterator<char>{sql}, {}});

    const auto store = must(open_sqlite_store(file));

    const ApiKey key = listed(*store, "ci");
    CHECK(key.use.request_count == 1);
    CHECK(must(store->info()).schema_version == sqlite::schema_version());
    const auto transaction = must(store->begin(Durability::process_crash));
    CHECK(find_one(*transaction, "secret-ci").state == SecretState::active);
    CHECK(find_one(*transaction, "secret-gone").state == SecretState::revoked);
    const KeySecrets secrets = must(transaction->keys().secrets(key.id));
    REQUIRE(secrets.size() == 1);
    CHECK(secrets.front().since == secrets.front().created_at);
    CHECK(secrets.front().delivered);
}

TEST_CASE("a store of schema 2 is brought up to date with all that is in it")
{
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    std::ifstream sql{AZEN_PROJECT_DIR "/tests/core/store/schema-2.sql"};
    open_file(file).execute(std::string{std::istreambuf_iterator<char>{sql}, {}});

    const auto store = must(open_sqlite_store(file));

    CHECK(listed(*store, "ci").use.request_count == 1);
    CHECK(must(store->info()).schema_version == sqlite::schema_version());
    const auto transaction = must(store->begin(Durability::process_crash));
    const Organization organization =
        must(transaction->accounts().find_organization("default")).value();
    CHECK(organization.slug == "default");
    CHECK(organization.metadata == "null");
    const User user = must(transaction->accounts().find_user("local")).value();
    CHECK(user.updated_at == user.created_at);
    CHECK_FALSE(user.email.has_value());
    CHECK(user.password_hash.empty());
}

TEST_CASE("a newer schema is refused and left alone")
{
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    must(open_sqlite_store(file)).reset();
    open_file(file).execute("PRAGMA user_version = 9999");

    const Error error = error_of_opening(file);

    CHECK(error.kind == ErrorKind::store);
    CHECK(error.message.find("schema 9999") != std::string::npos);
    CHECK(open_file(file).handle().execAndGet("PRAGMA user_version").getInt() == 9999);
}

TEST_CASE("another application's database is refused and left alone")
{
    const TempDir directory;
    const auto file = directory.path() / "theirs.db";
    open_file(file).execute("CREATE TABLE t (x)");

    CHECK(error_of_opening(file).kind == ErrorKind::store);
    CHECK(!open_file(file).handle().tableExists("keys"));
    CHECK(open_file(file).handle().execAndGet("PRAGMA journal_mode").getString() == "delete");
}

TEST_CASE("a file that is no database is refused and left alone")
{
    const TempDir directory;
    const auto file = directory.path() / "notes.txt";
    const std::string text(5'000, 'x');
    std::ofstream{file} << text;

    CHECK(error_of_opening(file).kind == ErrorKind::store);
    CHECK(std::filesystem::file_size(file) == text.size());
}

TEST_CASE("a store in a directory that cannot be is a clear error")
{
    const Error error = error_of_opening("/proc/no/such/azen.db");

    CHECK(error.kind == ErrorKind::store);
    CHECK(!error.hint.empty());
}

TEST_CASE("a store held by another process is reported as locked")
{
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    const auto first = must(open_sqlite_store(file));
    const auto second = must(open_sqlite_store(file, {.busy_timeout = milliseconds{20}}));
    const auto held = must(first->begin(Durability::process_crash));

    const auto refused = second->begin(Durability::process_crash);

    REQUIRE(!refused);
    CHECK(refused.error().kind == ErrorKind::store);
    CHECK(refused.error().message.find("locked") != std::string::npos);
}

TEST_CASE("tables are strict")
{
    const TempDir directory;
    Database database = open_file(directory.path() / "azen.db");
    must(sqlite::migrate(database));

    CHECK_THROWS_AS(database.execute("INSERT INTO journal VALUES (1, 5)"), SQLite::Exception);
}
