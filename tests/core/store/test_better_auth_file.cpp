#include <SQLiteCpp/Database.h>

#include <fstream>

#include <doctest/doctest.h>

#include "core/store/better_auth_file.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

struct Fixture {
    TempDir directory;
    std::filesystem::path file = directory / "better-auth.sqlite";

    void execute(const char* sql) const
    {
        SQLite::Database database{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        database.exec(sql);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "rows come as objects, with the names of their columns and null for nothing")
{
    execute(
        "CREATE TABLE apikey (id text primary key, enabled integer, name text, other real);"
        "INSERT INTO apikey VALUES ('a', 1, NULL, 0.5), ('b', 0, 'second', NULL)");

    const BetterAuthTables tables = must(read_better_auth_file(file));

    REQUIRE(tables.keys.size() == 2);
    CHECK(tables.keys.front().dump() == R"({"id":"a","enabled":1,"name":null,"other":0.5})");
    CHECK(tables.keys.back().at("name") == "second");
    CHECK(tables.user_names.empty());
}

TEST_CASE_FIXTURE(Fixture, "owners are named by what is unique of them")
{
    execute(
        "CREATE TABLE api_key (id text); CREATE TABLE user (id text, name text, email text);"
        "CREATE TABLE organization (id text, name text, slug text);"
        "INSERT INTO user VALUES ('u', 'Ann', 'ann@localhost'), ('v', 'No', NULL);"
        "INSERT INTO organization VALUES ('o', 'Acme Inc', 'acme')");

    const BetterAuthTables tables = must(read_better_auth_file(file));

    CHECK(tables.keys.empty());
    CHECK(tables.user_names.size() == 1);
    CHECK(tables.user_names.at("u") == "ann@localhost");
    CHECK(tables.organization_names.at("o") == "acme");
}

TEST_CASE_FIXTURE(Fixture, "the database is left as it is")
{
    execute("CREATE TABLE apikey (id text)");
    const auto before = std::filesystem::last_write_time(file);

    must(read_better_auth_file(file));

    CHECK(std::filesystem::last_write_time(file) == before);
    CHECK(std::distance(std::filesystem::directory_iterator{directory.path()}, {}) == 1);
}

TEST_CASE_FIXTURE(Fixture, "a database without keys, another file and none are told apart")
{
    CHECK(read_better_auth_file(file).error().kind == ErrorKind::not_found);
    execute("CREATE TABLE other (id text)");
    CHECK(read_better_auth_file(file).error().kind == ErrorKind::invalid);
    std::ofstream{directory / "text"} << "{}\n";
    CHECK(read_better_auth_file(directory / "text").error().kind == ErrorKind::not_found);
}

TEST_CASE_FIXTURE(Fixture, "a file of SQLite is told by its beginning")
{
    execute("CREATE TABLE apikey (id text)");
    std::ofstream{directory / "text"} << "SQLite format 4";

    CHECK(is_sqlite_file(file));
    CHECK_FALSE(is_sqlite_file(directory / "text"));
    CHECK_FALSE(is_sqlite_file(directory / "missing"));
}
