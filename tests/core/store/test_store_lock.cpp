#include <filesystem>

#include <doctest/doctest.h>

#include "core/store/sqlite/sqlite_store.h"
#include "core/store/sqlite/store_file.h"
#include "core/store/store_lock.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

namespace azen {

using test::must;
using test::TempDir;

TEST_CASE("a store that is open is held by nobody alone, however many have it open")
{
    const TempDir directory;
    const auto file = directory / "azen.db";
    auto one = must(open_sqlite_store(file));
    auto other = must(open_sqlite_store(file));

    CHECK(StoreLock::hold_alone(file).error().kind == ErrorKind::store);
    one.reset();
    CHECK(StoreLock::hold_alone(file).error().kind == ErrorKind::store);
    other.reset();
    CHECK(StoreLock::hold_alone(file).has_value());
}

TEST_CASE("who comes while a store is replaced waits, and then is told")
{
    const TempDir directory;
    const auto file = directory / "azen.db";
    const auto alone = must(StoreLock::hold_alone(file));

    const auto opened = open_sqlite_store(file, {.busy_timeout = milliseconds{20}});

    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().kind == ErrorKind::store);
    CHECK(opened.error().message == "the store is being replaced by another process");
}

TEST_CASE("what was put into the place of a store that others have open is not opened")
{
    const TempDir directory;
    const auto file = directory / "azen.db";
    must(open_sqlite_store(file)).reset();
    std::filesystem::copy_file(file, directory / "other.db");
    auto opened = must(open_sqlite_store(file));

    std::filesystem::rename(file, directory / "kept.db");
    std::filesystem::rename(directory / "other.db", file);
    const auto refused = open_sqlite_store(file, {.busy_timeout = milliseconds{20}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::store);
    CHECK(refused.error().message.find("azen.db is not the file that others have open") !=
          std::string::npos);
    CHECK_FALSE(inspect_sqlite_store(file));

    SUBCASE("until it is put back")
    {
        std::filesystem::rename(directory / "kept.db", file);
        CHECK(open_sqlite_store(file).has_value());
        CHECK(inspect_sqlite_store(file).has_value());
    }
    SUBCASE("until nobody has the other one open")
    {
        opened.reset();
        CHECK(open_sqlite_store(file).has_value());
        CHECK(open_sqlite_store(file).has_value());
    }
}

TEST_CASE("who holds a store alone may look at it")
{
    const TempDir directory;
    const auto file = directory / "azen.db";
    must(open_sqlite_store(file)).reset();
    const auto alone = must(StoreLock::hold_alone(file));

    CHECK(inspect_sqlite_store(file).has_value());
}

TEST_CASE("by another name it is the same store")
{
    const TempDir directory;
    const auto file = directory / "azen.db";
    const auto link = directory / "link.db";
    const auto one = must(open_sqlite_store(file));
    std::filesystem::create_symlink(file, link);

    CHECK(open_sqlite_store(link).has_value());
    CHECK(inspect_sqlite_store(link).has_value());
    CHECK_FALSE(StoreLock::hold_alone(link));
}

TEST_CASE("a store whose log is gone is opened by nobody but those who have it open")
{
    const TempDir directory;
    const auto file = directory / "azen.db";
    auto opened = must(open_sqlite_store(file));
    std::filesystem::rename(directory / "azen.db-wal", directory / "log");
    const auto is_opened = [&] {
        return open_sqlite_store(file, {.busy_timeout = milliseconds{20}}).has_value();
    };
    CHECK(!is_opened());
    CHECK(!is_opened());

    std::filesystem::rename(directory / "log", directory / "azen.db-wal");
    CHECK(is_opened());
    std::filesystem::remove(directory / "azen.db-wal");
    CHECK(!is_opened());
    opened.reset();
    CHECK(is_opened());
}

TEST_CASE("a link in the place of the lock is not followed, nor one in that of a new store")
{
    const TempDir directory;
    const auto file = directory / "azen.db";
    const auto victim = directory / "victim";

    std::filesystem::create_symlink(victim, directory / "azen.db.lock");
    CHECK(open_sqlite_store(file).error().kind == ErrorKind::store);
    std::filesystem::create_symlink(victim, directory / "other.db");
    CHECK(open_sqlite_store(directory / "other.db").error().kind == ErrorKind::store);

    CHECK_FALSE(std::filesystem::exists(victim));
}

TEST_CASE("a store that is elsewhere can be named by a link")
{
    const TempDir directory;
    must(open_sqlite_store(directory / "azen.db")).reset();
    std::filesystem::create_symlink("azen.db", directory / "link.db");

    CHECK(open_sqlite_store(directory / "link.db").has_value());
}

TEST_CASE("the file of the lock is its owner's alone, and stays")
{
    const TempDir directory;
    const auto file = directory / "azen.db";

    must(open_sqlite_store(file)).reset();

    CHECK((std::filesystem::status(directory / "azen.db.lock").permissions() &
           std::filesystem::perms::mask) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

}  // namespace azen
