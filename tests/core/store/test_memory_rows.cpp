#include <doctest/doctest.h>

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

    std::unique_ptr<Transaction> begin() { return must(store->begin(Durability::power_loss)); }
};

const std::string ours = "organization-acme";
const std::string theirs = "organization-other";

MemoryRow memory(std::string id, const std::string& organization, std::vector<std::byte> dedup = {})
{
    return {.row = 0,
            .id = std::move(id),
            .organization_id = organization,
            .dedup = std::move(dedup),
            .sealed = {.key_id = "0123", .payload = {std::byte{1}, std::byte{0}, std::byte{2}}},
            .created_at = Timestamp{milliseconds{42}}};
}

std::int64_t add(Transaction& transaction, MemoryRow row)
{
    must(transaction.memories().insert(row));
    return row.row;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a memory comes back as it was kept")
{
    const auto transaction = begin();
    const auto row = add(*transaction, memory("m", ours, {std::byte{7}}));

    const auto found = must(transaction->memories().find(ours, "m"));

    REQUIRE(found);
    CHECK(found->row == row);
    CHECK(found->organization_id == ours);
    CHECK(found->dedup == std::vector{std::byte{7}});
    CHECK(found->sealed.key_id == "0123");
    CHECK(found->sealed.payload == std::vector{std::byte{1}, std::byte{0}, std::byte{2}});
    CHECK(found->created_at == Timestamp{milliseconds{42}});
}

TEST_CASE_FIXTURE(Fixture, "no question of one organization is answered with another's memory")
{
    const auto transaction = begin();
    add(*transaction, memory("m", theirs, {std::byte{7}}));
    MemoryRows& memories = transaction->memories();

    CHECK(!must(memories.find(ours, "m")));
    CHECK(!must(memories.find_dedup(ours, std::vector{std::byte{7}})));
    CHECK(must(memories.list(ours, 0, 10)).empty());
    CHECK(must(memories.count(ours)) == 0);
    CHECK(!must(memories.erase(ours, "m")));
    CHECK(must(memories.find(theirs, "m")));
}

TEST_CASE_FIXTURE(Fixture, "the same id may belong to two organizations")
{
    const auto transaction = begin();

    add(*transaction, memory("m", ours));
    add(*transaction, memory("m", theirs));

    CHECK(must(transaction->memories().count(ours)) == 1);
}

TEST_CASE_FIXTURE(Fixture, "a dedup fingerprint is there once in an organization")
{
    const auto transaction = begin();
    add(*transaction, memory("one", ours, {std::byte{7}}));
    MemoryRow again = memory("two", ours, {std::byte{7}});

    const auto result = transaction->memories().insert(again);

    REQUIRE(!result);
    CHECK(result.error().kind == ErrorKind::conflict);
    CHECK(must(transaction->memories().find_dedup(ours, std::vector{std::byte{7}}))->id == "one");
}

TEST_CASE_FIXTURE(Fixture, "memories without a dedup key never collide")
{
    const auto transaction = begin();

    add(*transaction, memory("one", ours));
    add(*transaction, memory("two", ours));

    CHECK(must(transaction->memories().count(ours)) == 2);
}

TEST_CASE_FIXTURE(Fixture, "each organization's memories are counted, and those erased are not")
{
    const auto transaction = begin();
    add(*transaction, memory("one", ours));
    add(*transaction, memory("two", ours));
    add(*transaction, memory("one", theirs));

    must(transaction->memories().erase(ours, "one"));
    must(transaction->memories().erase(ours, "one"));

    CHECK(must(transaction->memories().count(ours)) == 1);
    CHECK(must(transaction->memories().count(theirs)) == 1);
    CHECK(must(transaction->memories().count("nobody")) == 0);
}

TEST_CASE_FIXTURE(Fixture, "lists are newest first, by page")
{
    const auto transaction = begin();
    for (const char* id : {"a", "b", "c"}) {
        add(*transaction, memory(id, ours));
    }

    const auto page = must(transaction->memories().list(ours, 1, 2));

    REQUIRE(page.size() == 2);
    CHECK(page[0].id == "b");
    CHECK(page[1].id == "a");
    CHECK(must(transaction->memories().size(ours, 1, 2)) ==
          std::ssize(page[0].sealed.payload) + std::ssize(page[1].sealed.payload));
    CHECK(must(transaction->memories().size(ours, 3, 2)) == 0);
}

TEST_CASE_FIXTURE(Fixture, "a reader lists the same")
{
    {
        const auto transaction = begin();
        for (const char* id : {"a", "b", "c"}) {
            add(*transaction, memory(id, ours));
        }
        must(transaction->commit());
    }
    const auto reader = must(store->open_memory_reader());

    CHECK(must(reader->list(ours, 2, 2)).front().id == "a");
    CHECK(must(reader->count(ours)) == 3);
    CHECK(must(reader->count(theirs)) == 0);
}

TEST_CASE_FIXTURE(Fixture, "a row number is never used twice")
{
    const auto transaction = begin();
    const auto first = add(*transaction, memory("a", ours));

    CHECK(must(transaction->memories().erase(ours, "a")));

    CHECK(add(*transaction, memory("b", ours)) > first);
}

TEST_CASE_FIXTURE(Fixture, "a reader sees what is committed, in order, and nothing of others")
{
    auto transaction = begin();
    const auto a = add(*transaction, memory("a", ours));
    add(*transaction, memory("x", theirs));
    const auto b = add(*transaction, memory("b", ours));
    const auto reader = must(store->open_memory_reader());
    CHECK(must(reader->after(ours, 0, 10)).empty());

    must(transaction->commit());

    const auto rows = must(reader->after(ours, 0, 10));
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].row == a);
    CHECK(rows[1].row == b);
    CHECK(must(reader->after(ours, a, 10)).size() == 1);
    CHECK(must(reader->after(ours, 0, 1)).size() == 1);
    CHECK(must(reader->at(ours, a))->id == "a");
    CHECK(!must(reader->at(theirs, a)));
}

TEST_CASE_FIXTURE(Fixture, "info names the master keys that memories need")
{
    {
        const auto transaction = begin();
        add(*transaction, memory("a", ours));
        must(transaction->commit());
    }

    const StoreInfo info = must(store->info());

    CHECK(info.memories == 1);
    CHECK(info.needed_master_keys == std::vector<std::string>{"0123"});
}

TEST_CASE_FIXTURE(Fixture, "organizations and users are found by id and by name")
{
    const auto transaction = begin();
    AccountRows& accounts = transaction->accounts();

    CHECK(must(accounts.find_organization("acme"))->id == ours);
    CHECK(must(accounts.find_organization(ours))->name == "acme");
    CHECK(must(accounts.find_user("ann"))->id == "user-ann");
    CHECK(!must(accounts.find_user("nobody")));
    CHECK(accounts.insert(sample_user("ann")).error().kind == ErrorKind::conflict);
    CHECK(accounts.insert(sample_organization("acme")).error().kind == ErrorKind::conflict);
}
