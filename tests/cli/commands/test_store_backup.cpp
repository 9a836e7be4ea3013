#include <filesystem>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/store_backup.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/live_server.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

namespace fs = std::filesystem;
using test::contains;

const std::string hex_key(64, '0');  // the live server's

/// A server with a key and a memory, and a directory for backups.
struct Fixture {
    Fixture()
    {
        fs::create_directory(backups);
        console.set("AZEN_API_KEY", console.create_key("ci"));
        console.set("AZEN_MASTER_KEY", hex_key);
        server = std::make_unique<test::LiveServer>(console);
        console.set("AZEN_BASE_URL", server->url());
        console.run({"memory", "add", "tea"});
    }

    std::ptrdiff_t files() const { return std::distance(fs::directory_iterator{backups}, {}); }

    test::Console console;
    fs::path backups = console.home() / "backups";
    std::string file = (backups / "azen.db").string();
    std::unique_ptr<test::LiveServer> server;
};

}  // namespace

TEST_CASE("a backup keeps a file that is there, and leaves the master key out, unless told")
{
    const auto parse = [](const test::Words& words) {
        return test::parse_as<store_backup::parse>("store backup", words);
    };

    CHECK(parse({"/a"})->existing == Existing::keep);
    CHECK_FALSE(parse({"/a"})->with_master_key);
    CHECK(parse({"/a", "--replace"})->existing == Existing::replace);
    CHECK(parse({"/a", "--with-master-key"})->with_master_key);
}

TEST_CASE_FIXTURE(Fixture, "a place that cannot be written to is no fault of the store's")
{
    CHECK(console.run({"store", "backup", "/nonexistent/azen.db"}) == ExitStatus::usage);

    CHECK(contains(console.err(), "cannot write to the directory /nonexistent"));
}

TEST_CASE_FIXTURE(Fixture, "a backup is made beside a server, and is one file of its owner's alone")
{
    CHECK(console.run({"store", "backup", file}) == ExitStatus::ok);

    CHECK(console.out() == "backed up to " + file + ": keys: 1, memories: 1\n");
    CHECK(files() == 1);
    CHECK((fs::status(file).permissions() & fs::perms::mask) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(console.run({"store", "check", "--db", file}) == ExitStatus::ok);
    CHECK(console.run({"keys", "show", "ci", "--db", file}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "a backup without its master key says so, and does not hold it")
{
    console.run({"store", "backup", file});

    CHECK(contains(console.err(), "does not hold master key"));
    CHECK(contains(console.err(), "keep that elsewhere"));
    CHECK_FALSE(contains(test::read_file(file), hex_key));
}

TEST_CASE_FIXTURE(Fixture, "with the master key there are two files that read everything")
{
    CHECK(console.run({"store", "backup", file, "--with-master-key"}) == ExitStatus::ok);
    CHECK(contains(console.err(), "who has both can read all memories"));
    console.set("AZEN_MASTER_KEY", "");

    CHECK(files() == 2);
    CHECK((fs::status(file + ".master-key").permissions() & fs::perms::mask) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(console.run({"store", "check", "--db", file}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "a file that is there is kept, unless it is to be replaced")
{
    std::ofstream{file} << "precious";

    CHECK(console.run({"store", "backup", file}) == ExitStatus::conflict);
    CHECK(test::read_file(file) == "precious");
    CHECK(files() == 1);
    CHECK(console.run({"store", "backup", file, "--replace"}) == ExitStatus::ok);
    CHECK(console.run({"store", "check", "--db", file}) == ExitStatus::ok);
    CHECK(files() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a wrong master key, or none, is not passed off as the store's")
{
    console.set("AZEN_MASTER_KEY", std::string(64, 'f'));
    CHECK(console.run({"store", "backup", file, "--with-master-key"}) == ExitStatus::usage);
    console.set("AZEN_MASTER_KEY", "");
    CHECK(console.run({"store", "backup", file, "--with-master-key"}) == ExitStatus::not_found);

    CHECK(files() == 0);
}

TEST_CASE("where there is no store nothing is backed up")
{
    test::Console console;
    const fs::path file = console.home() / "backup";

    CHECK(console.run({"store", "backup", file.string()}) == ExitStatus::not_found);
    CHECK_FALSE(fs::exists(file));
}

}  // namespace azen::cli
