#include <doctest/doctest.h>

#include "core/service/key_inventory.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));

    Fixture() { add_owners(*store); }

    // All in one transaction: there are many.
    void add_keys(int count)
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        for (int i = 0; i < count; ++i) {
            const std::string name = std::to_string(i);
            must(transaction->keys().insert(sample_key(name), sample_secret("secret-" + name)));
        }
        must(transaction->commit());
    }

    std::vector<std::string> names()
    {
        std::vector<std::string> names;
        must(key_inventory::for_each(*store, [&names](const KeyRecord& record) -> Result<void> {
            names.push_back(record.key.name);
            return {};
        }));
        return names;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "every key is visited once, oldest first, over as many pages as it takes")
{
    add_keys(1'201);

    const auto visited = names();

    REQUIRE(visited.size() == 1'201);
    for (int i = 0; i < 1'201; ++i) {
        REQUIRE(visited.at(static_cast<std::size_t>(i)) == std::to_string(i));
    }
}

TEST_CASE_FIXTURE(Fixture, "an empty store has nothing to visit")
{
    CHECK(names().empty());
}

TEST_CASE_FIXTURE(Fixture, "between pages the store is free for others, and their keys come along")
{
    add_keys(500);
    const auto other = must(open_sqlite_store(directory.path() / "azen.db"));
    int visited = 0;

    must(key_inventory::for_each(*store, [&](const KeyRecord&) -> Result<void> {
        if (++visited == 1) {
            add_key(*other, sample_key("late"));
        }
        return {};
    }));

    CHECK(visited == 501);
}

TEST_CASE_FIXTURE(Fixture, "a visitor's failure ends it")
{
    add_keys(3);
    int visited = 0;

    const auto outcome = key_inventory::for_each(*store, [&](const KeyRecord&) -> Result<void> {
        ++visited;
        return fail(ErrorKind::internal, "enough");
    });

    CHECK(outcome.error().message == "enough");
    CHECK(visited == 1);
}
