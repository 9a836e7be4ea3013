#include <doctest/doctest.h>

#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

/// Three memories: two under key "aa", of two organizations, and one under "bb".
struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));

    Fixture()
    {
        add_owners(*store);
        add("one", "organization-acme", "aa");
        add("two", "organization-other", "aa");
        add("three", "organization-acme", "bb");
    }

    void add(const std::string& id, const std::string& organization, const std::string& key)
    {
        const auto transaction = begin();
        MemoryRow row{.id = id,
                      .organization_id = organization,
                      .dedup = {},
                      .sealed = {.key_id = key, .payload = {std::byte{1}}}};
        must(transaction->memories().insert(row));
        must(transaction->commit());
    }
    std::unique_ptr<Transaction> begin() const
    {
        return must(store->begin(Durability::power_loss));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "no key is the current one before one was made so")
{
    const auto transaction = begin();
    MasterKeyRows& keys = transaction->master_keys();

    CHECK_FALSE(must(keys.current()).has_value());
    must(keys.put_current("aa"));
    must(keys.put_current("bb"));
    CHECK(must(keys.current()) == "bb");
}

TEST_CASE_FIXTURE(Fixture, "every key in use is told once")
{
    CHECK(must(begin()->master_keys().in_use()) == std::vector<std::string>{"aa", "bb"});
}

TEST_CASE_FIXTURE(Fixture, "memories of all organizations that are sealed otherwise are found")
{
    const auto transaction = begin();
    MasterKeyRows& keys = transaction->master_keys();

    const auto first = must(keys.sealed_otherwise("bb", 0, 1));
    REQUIRE(first.size() == 1);
    CHECK(first.front().id == "one");
    CHECK(first.front().organization_id == "organization-acme");
    const auto rest = must(keys.sealed_otherwise("bb", first.front().row, 10));
    REQUIRE(rest.size() == 1);
    CHECK(rest.front().organization_id == "organization-other");
    CHECK(must(keys.count_sealed_otherwise("bb")) == 2);
    CHECK(must(keys.count_sealed_otherwise("cc")) == 3);
}

TEST_CASE_FIXTURE(Fixture, "a memory that is sealed anew keeps all but its seal and fingerprint")
{
    const auto transaction = begin();
    MasterKeyRows& keys = transaction->master_keys();
    MemoryRow row = must(keys.sealed_otherwise("bb", 0, 1)).front();
    row.sealed = {.key_id = "bb", .payload = {std::byte{2}}};
    row.dedup = {std::byte{9}};

    must(keys.reseal(row));

    const auto found = must(transaction->memories().find("organization-acme", "one")).value();
    CHECK(found.row == row.row);
    CHECK(found.sealed.key_id == "bb");
    CHECK(found.sealed.payload == std::vector{std::byte{2}});
    CHECK(found.dedup == std::vector{std::byte{9}});
    CHECK(must(keys.count_sealed_otherwise("bb")) == 1);
}

TEST_CASE_FIXTURE(Fixture, "the store needs the keys that memories need, and the current one")
{
    {
        const auto transaction = begin();
        must(transaction->master_keys().put_current("cc"));
        must(transaction->commit());
    }

    const StoreInfo info = must(store->info());

    CHECK(info.master_key_id == "cc");
    CHECK(info.needed_master_keys == std::vector<std::string>{"aa", "bb", "cc"});
}
