#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "cli/commands/store_restore.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/live_server.h"
#include "cli/support/parsing.h"
#include "core/store/sqlite/schema.h"

namespace azen::cli {
namespace {

namespace fs = std::filesystem;
using test::contains;

/// A backup of a store with the key "before"; the store has "after" as well.
struct Fixture {
    Fixture()
    {
        console.create_key("before");
        console.run({"store", "backup", backup});
        console.create_key("after");
    }

    std::string names(const std::string& store = {})
    {
        test::Words words{"keys", "list", "--field", "name"};
        if (!store.empty()) {
            words.insert(words.end(), {"--db", store});
        }
        console.run(words);
        return console.out();
    }
    ExitStatus restore(const test::Words& further = {"--yes"})
    {
        test::Words words{"store", "restore", backup};
        words.insert(words.end(), further.begin(), further.end());
        return console.run(words);
    }
    std::string replaced()
    {
        for (const auto& entry : fs::directory_iterator{console.store().parent_path()}) {
            if (contains(entry.path().string(), ".replaced-")) {
                return entry.path().string();
            }
        }
        return {};
    }

    test::Console console;
    std::string backup = (console.home() / "backup.db").string();
};

}  // namespace

TEST_CASE("a restore asks, and takes the store alone, unless told")
{
    const auto parse = [](const test::Words& words) {
        return test::parse_as<store_restore::parse>("store restore", words);
    };

    CHECK(parse({"/a"})->confirmed == Confirmed::no);
    CHECK_FALSE(parse({"/a"})->with_master_key);
    CHECK(parse({"/a", "--yes", "--with-master-key"})->confirmed == Confirmed::yes);
}

TEST_CASE_FIXTURE(Fixture, "a backup takes the place of the store, which is kept beside it")
{
    CHECK(restore() == ExitStatus::ok);

    CHECK(contains(console.out(), console.store().string() + " is restored: keys: 1"));
    CHECK(names() == "before\n");
    const std::string kept = replaced();
    REQUIRE_FALSE(kept.empty());
    CHECK(names(kept) == "after\nbefore\n");
    CHECK(console.run({"store", "check"}) == ExitStatus::ok);
    CHECK(console.run({"audit", "verify"}) == ExitStatus::ok);
    console.run({"audit", "list", "--output", "jsonl"});
    const auto entry = nlohmann::json::parse(console.first_line());
    CHECK(entry.at("action") == "store.restore");
    CHECK(entry.at("change").at("after").at("replaced").get<std::string>() == kept);
}

TEST_CASE_FIXTURE(Fixture, "a store is not replaced while a server has it open")
{
    const test::LiveServer server{console};

    CHECK(restore() == ExitStatus::store);
    CHECK(contains(console.err(), "in use by another process"));
    CHECK(names() == "after\nbefore\n");
}

TEST_CASE_FIXTURE(Fixture, "a dry run goes on while a server has the store open, and says so")
{
    const test::LiveServer server{console};

    CHECK(restore({"--dry-run"}) == ExitStatus::ok);

    CHECK(contains(console.err(), "in use by another process: stop the servers"));
    CHECK(contains(console.out(), "would be restored: keys: 1"));
    CHECK(contains(console.err(), "the store that was there would be kept as"));
}

TEST_CASE_FIXTURE(Fixture, "the backup is looked at before anything is to be stopped for it")
{
    const test::LiveServer server{console};
    std::ofstream{backup} << std::string(5'000, 'x');

    CHECK(restore() == ExitStatus::store);
    CHECK_FALSE(contains(console.err(), "in use"));
    CHECK(console.run({"store", "restore", "/nonexistent", "--yes"}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Fixture, "nor while another program has it open")
{
    sqlite::Database other{console.store().string(), SQLITE_OPEN_READWRITE, milliseconds{0}};
    other.execute("SELECT count(*) FROM keys");

    CHECK(restore() == ExitStatus::store);
    CHECK(contains(console.err(), "locked by another process"));
    CHECK(replaced().empty());
}

TEST_CASE_FIXTURE(Fixture, "it is asked first, and without an answer nothing happens")
{
    CHECK(restore({}) == ExitStatus::declined);
    console.terminals = {.in = true, .out = true, .err = true};
    console.type("n\n");
    CHECK(restore({}) == ExitStatus::declined);
    CHECK(contains(console.err(), "(keys: 2, memories: 0)"));
    CHECK(names() == "after\nbefore\n");

    console.type("y\n");
    CHECK(restore({}) == ExitStatus::ok);
    CHECK(names() == "before\n");
}

TEST_CASE_FIXTURE(Fixture, "a dry run tells whether it could be, and changes nothing")
{
    CHECK(restore({"--dry-run"}) == ExitStatus::ok);
    CHECK(contains(console.err(), "dry run"));
    CHECK(names() == "after\nbefore\n");
    CHECK(replaced().empty());
}

TEST_CASE_FIXTURE(Fixture, "a damaged backup is refused, and so is none")
{
    {
        sqlite::Database database{backup, SQLITE_OPEN_READWRITE, milliseconds{100}};
        database.execute("INSERT INTO journal VALUES (1000, x'58')");
    }

    CHECK(restore() == ExitStatus::store);
    CHECK(console.run({"store", "restore", "/nonexistent", "--yes"}) == ExitStatus::not_found);
    CHECK(names() == "after\nbefore\n");
}

TEST_CASE_FIXTURE(Fixture, "a store that is damaged is replaced as well, and kept with its log")
{
    fs::remove(console.store());
    std::ofstream{console.store()} << std::string(5'000, 'x');
    std::ofstream{console.store().string() + "-wal"} << "log";

    CHECK(restore() == ExitStatus::ok);

    CHECK(names() == "before\n");
    CHECK(fs::file_size(replaced()) >= 3);
}

TEST_CASE_FIXTURE(Fixture, "where there is no store nothing is asked, and the directory is made")
{
    const std::string place = (console.home() / "new/place/azen.db").string();

    CHECK(restore({"--db", place}) == ExitStatus::ok);

    CHECK(names(place) == "before\n");
    CHECK((fs::status(console.home() / "new/place").permissions() & fs::perms::mask) ==
          fs::perms::owner_all);
}

TEST_CASE_FIXTURE(Fixture, "a backup of an older schema is brought up to date on the way")
{
    fs::remove(backup);
    {
        sqlite::Database database{
            backup, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, milliseconds{100}};
        REQUIRE(sqlite::migrate(database, 1).has_value());
    }

    CHECK(restore({"--yes", "--field", "schemaVersion"}) == ExitStatus::ok);

    CHECK(console.first_line() == std::to_string(sqlite::schema_version()));
}

TEST_CASE_FIXTURE(Fixture, "the backup's master keys are added to those that are there")
{
    const auto write = [](const fs::path& file, const std::string& text) {
        std::ofstream{file} << text;
        fs::permissions(file, fs::perms{0600});
    };
    const std::string ours(64, 'a');
    const std::string theirs(64, 'b');
    write(console.store().string() + ".master-key", ours + "\n");
    write(backup + ".master-key", theirs + "\n" + ours + "\n");

    CHECK(restore({"--yes", "--with-master-key"}) == ExitStatus::ok);

    CHECK(test::read_file(console.store().string() + ".master-key") == ours + "\n" + theirs + "\n");
    fs::remove(backup + ".master-key");
    CHECK(restore({"--yes", "--with-master-key"}) == ExitStatus::not_found);
}

TEST_CASE("a restored store whose master key is not here says so")
{
    test::Console console;
    console.set("AZEN_API_KEY", console.create_key("ci"));
    {
        const test::LiveServer server{console};
        console.run({"memory", "add", "tea", "--base-url", server.url()});
    }
    const std::string backup = (console.home() / "backup.db").string();
    console.run({"store", "backup", backup});
    const fs::path key_file = console.store().string() + ".master-key";
    std::ofstream{key_file} << std::string(64, 'b') << '\n';
    fs::permissions(key_file, fs::perms{0600});

    CHECK(console.run({"store", "restore", backup, "--dry-run"}) == ExitStatus::negative);
    CHECK(contains(console.err(), "put it into " + key_file.string()));
    CHECK(console.run({"store", "restore", backup, "--yes"}) == ExitStatus::ok);

    CHECK(contains(console.err(), "its memories need master key "));
}

TEST_CASE_FIXTURE(Fixture, "a log that a store has left behind is not read into the one restored")
{
    std::string log = console.store().string() + "-wal";
    {
        // As of a process that was killed: the log stays, and has all that the store does not.
        sqlite3* killed = nullptr;
        REQUIRE(sqlite3_open(console.store().c_str(), &killed) == SQLITE_OK);
        sqlite3_exec(killed, "UPDATE keys SET name = 'ghost'", nullptr, nullptr, nullptr);
        fs::copy_file(log, log + ".kept");
        sqlite3_close(killed);
    }
    fs::rename(log + ".kept", log);
    fs::remove(console.store());

    CHECK(restore() == ExitStatus::ok);

    CHECK(names() == "before\n");
    CHECK(console.run({"store", "check"}) == ExitStatus::ok);
}

}  // namespace azen::cli
