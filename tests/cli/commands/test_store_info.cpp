#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "cli/commands/store_info.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "core/store/sqlite/schema.h"

namespace azen::cli {

using test::contains;

TEST_CASE("store info takes the store that it is to look at")
{
    const auto options = test::parse_as<store_info::parse>("store info", {"--db", "/a"});

    CHECK(options->local.store == "/a");
}

TEST_CASE("store info tells what is in the store")
{
    test::Console console;
    console.create_key("one");
    console.create_key("two");

    CHECK(console.run({"store", "info", "--output", "json"}) == ExitStatus::ok);

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("keys") == 2);
    CHECK(json.at("users") == 1);
    CHECK(json.at("auditEntries") == 4);
    CHECK(json.at("masterKeyId").is_null());
    CHECK(json.at("journal").at("foldedThrough") == 0);
    console.run({"store", "info"});
    CHECK(contains(console.out(), console.store().string()));
}

TEST_CASE("store info leaves a store of an older schema as it is")
{
    test::Console console;
    const auto file = console.home() / "old.db";
    {
        sqlite::Database database{
            file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, milliseconds{100}};
        REQUIRE(sqlite::migrate(database, 2).has_value());
    }

    for (int i = 0; i < 2; ++i) {
        CHECK(console.run({"store", "info", "--db", file.string(), "--field", "schemaVersion"}) ==
              ExitStatus::ok);
        CHECK(console.first_line() == "2");
    }
    console.run({"store", "info", "--db", file.string()});
    CHECK(contains(console.out(), "none: its schema is older"));
}

TEST_CASE("a store that is not there is not found, and none is made")
{
    test::Console console;

    CHECK(console.run({"store", "info"}) == ExitStatus::not_found);
    CHECK_FALSE(std::filesystem::exists(console.store()));
}

}  // namespace azen::cli
