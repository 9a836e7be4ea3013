#include <vector>

#include <doctest/doctest.h>

#include "cli/audit_walk.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

namespace azen::cli {
namespace {

using test::must;

std::unique_ptr<Store> store_with(const test::TempDir& directory, int entries)
{
    auto store = must(open_sqlite_store(directory.path() / "azen.db"));
    const auto transaction = must(store->begin(Durability::process_crash));
    for (int i = 0; i < entries; ++i) {
        must(transaction->audit().append({.action = "key.update", .change = "{}"}));
    }
    must(transaction->commit());
    return store;
}

}  // namespace

TEST_CASE("every entry is visited once, in order, however many there are")
{
    const test::TempDir directory;
    const auto store = store_with(directory, 2'500);
    std::vector<std::int64_t> visited;

    const auto issued = walk_audit(*store, [&](const AuditRow& row) {
        visited.push_back(row.sequence);
        return true;
    });

    CHECK(must(issued) == 2'500);
    REQUIRE(visited.size() == 2'500);
    CHECK(visited.front() == 1);
    CHECK(visited.back() == 2'500);
}

TEST_CASE("a walk ends where its visitor wants")
{
    const test::TempDir directory;
    const auto store = store_with(directory, 5);
    int visited = 0;

    must(walk_audit(*store, [&](const AuditRow&) { return ++visited < 3; }));

    CHECK(visited == 3);
}

}  // namespace azen::cli
