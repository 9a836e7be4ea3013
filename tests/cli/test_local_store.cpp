#include <sys/stat.h>

#include <filesystem>

#include <doctest/doctest.h>

#include "cli/local_store.h"
#include "cli/support/console.h"
#include "core/service/local_key_service.h"

namespace azen::cli {
namespace {

using test::Console;

std::string located(const Environment::Variables& variables,
                    const std::optional<std::string>& chosen = std::nullopt)
{
    return locate_store(chosen, Environment{variables})->string();
}

}  // namespace

TEST_CASE("the store is where it is said to be, else in the data directory")
{
    CHECK(located({{"HOME", "/home/a"}}, "here.db") == "here.db");
    CHECK(located({{"HOME", "/home/a"}, {"XDG_DATA_HOME", "/data"}}) == "/data/azen/azen.db");
    CHECK(located({{"HOME", "/home/a"}}) == "/home/a/.local/share/azen/azen.db");
}

TEST_CASE("a relative XDG_DATA_HOME is ignored, as its specification says")
{
    CHECK(located({{"HOME", "/home/a"}, {"XDG_DATA_HOME", "data"}}) ==
          "/home/a/.local/share/azen/azen.db");
}

TEST_CASE("without any home a file has to be named")
{
    const auto nowhere = locate_store(std::nullopt, Environment{});

    CHECK(nowhere.error().kind == ErrorKind::invalid);
    CHECK(test::contains(nowhere.error().hint, "AZEN_DB"));
    CHECK(locate_store("", Environment{}).error().kind == ErrorKind::invalid);
}

TEST_CASE("a store that may be made is made, for its owner's eyes only")
{
    Console console;

    const bool opened = console.with_context([](Context& context) {
        return LocalStore::open({}, context, WhenAbsent::make).has_value();
    });

    struct stat file = {};
    struct stat directory = {};
    REQUIRE(opened);
    REQUIRE(stat(console.store().c_str(), &file) == 0);
    REQUIRE(stat(console.store().parent_path().c_str(), &directory) == 0);
    CHECK((file.st_mode & 0777U) == 0600U);
    CHECK((directory.st_mode & 0777U) == 0700U);
}

TEST_CASE("a trial leaves no store where there was none")
{
    Console console;

    const bool opened = console.with_context([](Context& context) {
        const auto local = LocalStore::open({.effect = Effect::trial}, context, WhenAbsent::make);
        if (!local) {
            return false;
        }
        LocalKeyService keys{(*local)->store(), context.random, context.clock};
        return keys.create({.name = "ci"}).has_value();
    });

    CHECK(opened);
    CHECK_FALSE(std::filesystem::exists(console.store()));
    CHECK(console.err() == "azen: this is a dry run: nothing will be changed\n");
}

TEST_CASE("a store that may not be made is not found, and not made")
{
    Console console;

    const auto kind = console.with_context([](Context& context) {
        return LocalStore::open({}, context, WhenAbsent::refuse).error().kind;
    });

    CHECK(kind == ErrorKind::not_found);
    CHECK_FALSE(std::filesystem::exists(console.store()));
}

}  // namespace azen::cli
