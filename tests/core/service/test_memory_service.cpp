#include <doctest/doctest.h>

#include "core/service/memory_search.h"
#include "core/service/memory_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keyring.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

const std::string ours = "organization-acme";
const std::string theirs = "organization-other";

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));
    FakeClock clock;
    FakeRandom random;
    Keyring keyring{sample_keyring(random, {1})};
    MemoryService memories{keyring, random};
    MemorySearch search{*store, memories, make_fts_index};

    Fixture() { add_owners(*store); }

    CreatedMemory create(const std::string& organization, NewMemory memory)
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        auto created = must(memories.create(*transaction, organization, memory, clock.now()));
        must(transaction->commit());
        return created;
    }
    std::string remember(const std::string& organization, std::string text)
    {
        return create(organization, {.text = std::move(text), .dedup_key = {}}).id;
    }
    std::optional<Memory> find(const std::string& organization, const std::string& id)
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(memories.find(*transaction, organization, id));
    }
    bool remove(const std::string& organization, const std::string& id)
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        const bool removed = must(MemoryService::remove(*transaction, organization, id));
        must(transaction->commit());
        return removed;
    }
    MemoryPage list(std::int64_t page, std::int64_t per)
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(memories.list(transaction->memories(), ours, {.number = page, .per = per}));
    }
    std::vector<std::string> found(const std::string& organization, std::string_view query)
    {
        std::vector<std::string> ids;
        for (const Memory& memory : must(search.search(organization, query, 5)).memories) {
            ids.push_back(memory.id);
        }
        return ids;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a memory is read as it was written")
{
    const std::string id =
        create(ours, {.text = "I love ☕", .dedup_key = {}, .metadata = R"({"a":[1,null]})"}).id;

    const auto memory = find(ours, id);

    REQUIRE(memory);
    CHECK(memory->text == "I love ☕");
    CHECK(memory->metadata == R"({"a":[1,null]})");
    CHECK(memory->created_at == clock.now());
}

TEST_CASE_FIXTURE(Fixture, "the same dedup key makes one memory, until that is deleted")
{
    const NewMemory memory{.text = "x", .dedup_key = "k"};
    const CreatedMemory first = create(ours, memory);

    const CreatedMemory second = create(ours, memory);
    CHECK(second.duplicated);
    CHECK(second.id == first.id);

    CHECK(remove(ours, first.id));
    CHECK(!create(ours, memory).duplicated);
}

TEST_CASE_FIXTURE(Fixture, "another organization's dedup key is another one")
{
    const NewMemory memory{.text = "x", .dedup_key = "k"};
    create(ours, memory);

    CHECK(!create(theirs, memory).duplicated);
}

TEST_CASE_FIXTURE(Fixture, "another organization cannot find, delete, list or search a memory")
{
    const std::string id = remember(theirs, "tea");

    CHECK(!find(ours, id));
    CHECK(!remove(ours, id));
    CHECK(list(1, 10).total == 0);
    CHECK(found(ours, "tea").empty());
    CHECK(found(theirs, "tea") == std::vector{id});
}

TEST_CASE_FIXTURE(Fixture, "pages count from one and end empty")
{
    for (const char* text : {"a", "b", "c"}) {
        remember(ours, text);
    }

    CHECK(list(1, 2).memories.front().text == "c");
    CHECK(list(2, 2).memories.front().text == "a");
    CHECK(list(3, 2).memories.empty());
    CHECK(list(std::numeric_limits<std::int64_t>::max(), 100).memories.empty());
    CHECK(list(1, 2).total == 3);
}

TEST_CASE_FIXTURE(Fixture, "a memory is found from its creation on and not after its deletion")
{
    const std::string first = remember(ours, "green tea");
    CHECK(found(ours, "tea") == std::vector{first});

    const std::string second = remember(ours, "tea tea tea");
    CHECK(found(ours, "tea") == std::vector{second, first});

    CHECK(remove(ours, second));
    CHECK(found(ours, "tea") == std::vector{first});
}

TEST_CASE_FIXTURE(Fixture, "deleted memories do not use up the limit")
{
    std::vector<std::string> gone;
    for (int i = 0; i < 5; ++i) {
        gone.push_back(remember(ours, "tea tea"));
    }
    const std::string kept = remember(ours, "a text in which tea is hardly mentioned at all");
    CHECK(found(ours, "tea").size() == 5);

    for (const std::string& id : gone) {
        remove(ours, id);
    }

    CHECK(found(ours, "tea") == std::vector{kept});
}

TEST_CASE_FIXTURE(Fixture, "raw matches name the memories in the order of their score")
{
    const std::string id = remember(ours, "tea");

    const SearchAnswer answer = must(search.search(ours, "tea", 5));

    REQUIRE(answer.raw_matches.size() == 1);
    CHECK(answer.raw_matches.front().memory_id == id);
    CHECK(answer.raw_matches.front().chunk == 0);
}

TEST_CASE_FIXTURE(Fixture, "a row moved to another place does not open")
{
    const std::string id = remember(ours, "tea");
    const auto transaction = must(store->begin(Durability::power_loss));
    MemoryRow row = *must(transaction->memories().find(ours, id));
    row.organization_id = theirs;

    const auto opened = memories.open(row);

    REQUIRE(!opened);
    CHECK(opened.error().kind == ErrorKind::store);
}

TEST_CASE_FIXTURE(Fixture, "without the master key nothing opens")
{
    const std::string id = remember(ours, "tea");
    Keyring other = sample_keyring(random, {2});
    const MemoryService stranger{other, random};
    const auto transaction = must(store->begin(Durability::process_crash));

    const auto opened = stranger.find(*transaction, ours, id);

    REQUIRE(!opened);
    CHECK(opened.error().kind == ErrorKind::store);
}

namespace {

/// The same store with another key before the old one, and a server that has not heard of it.
struct Rotating : Fixture {
    std::vector<unsigned char> kept{1};
    Keyring stale{sample_master_keys({1}),
                  [this]() -> Result<std::vector<MasterKey>> { return sample_master_keys(kept); },
                  random};
    MemoryService server{stale, random};
    Keyring both = sample_keyring(random, {2, 1});
    MemoryService rotation{both, random};

    std::string id_of(unsigned char value)
    {
        return Cipher{sample_master_key(value), random}.key_id();
    }

    /// From here on new memories are sealed under key 2.
    void begin()
    {
        kept = {2, 1};
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->master_keys().put_current(id_of(2)));
        must(transaction->commit());
    }
    Resealed reseal(std::int64_t after, std::int64_t limit)
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        const Resealed done = must(rotation.reseal(*transaction, after, limit));
        must(transaction->commit());
        return done;
    }
    CreatedMemory create_at_server(const NewMemory& memory)
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        auto created = must(server.create(*transaction, ours, memory, clock.now()));
        must(transaction->commit());
        return created;
    }
    std::vector<std::string> in_use()
    {
        return must(must(store->begin(Durability::process_crash))->master_keys().in_use());
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "however many better matches are gone, those that are left are found")
{
    const std::string left =
        remember(ours, "tea, among many other things that matter less than it");
    std::vector<std::string> gone;
    for (int i = 0; i < 100; ++i) {
        gone.push_back(remember(ours, "tea"));
    }
    REQUIRE(found(ours, "tea").size() == 5);
    for (const std::string& id : gone) {
        remove(ours, id);
    }

    CHECK(found(ours, "tea") == std::vector{left});
}

TEST_CASE_FIXTURE(Rotating, "all memories are sealed under the new key, in batches")
{
    std::vector<std::string> ids;
    for (const char* text : {"one", "two", "three"}) {
        ids.push_back(remember(ours, text));
    }
    begin();

    const Resealed first = reseal(0, 2);
    CHECK(first.sealed == 2);
    CHECK(in_use().size() == 2);
    CHECK(reseal(first.last, 2).sealed == 1);
    CHECK(reseal(0, 2).last == 0);

    CHECK(in_use() == std::vector{id_of(2)});
    const auto transaction = must(store->begin(Durability::process_crash));
    CHECK(must(server.find(*transaction, ours, ids.at(0)))->text == "one");
    CHECK(must(server.find(*transaction, ours, ids.at(2)))->text == "three");
}

TEST_CASE_FIXTURE(Rotating, "a server that has not heard of it seals under the new key at once")
{
    remember(ours, "old");
    begin();

    create_at_server({.text = "new"});

    const auto transaction = must(store->begin(Durability::process_crash));
    CHECK(must(transaction->memories().list(ours, 0, 1)).front().sealed.key_id == id_of(2));
}

TEST_CASE_FIXTURE(Rotating, "a dedup key is known before, while and after memories are sealed anew")
{
    const std::string id = create(ours, {.text = "tea", .dedup_key = "k"}).id;
    const NewMemory again{.text = "tea", .dedup_key = "k"};
    begin();

    CHECK(create_at_server(again).id == id);
    reseal(0, 10);
    CHECK(create_at_server(again).id == id);
    CHECK(create_at_server(again).duplicated);
    CHECK_FALSE(create_at_server({.text = "tea", .dedup_key = "other"}).duplicated);
}

TEST_CASE_FIXTURE(Rotating, "a memory that does not open stays as it is, and holds up no other")
{
    const std::string broken = remember(ours, "broken");
    remember(ours, "whole");
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        MemoryRow row = must(transaction->memories().find(ours, broken)).value();
        row.sealed.payload.back() ^= std::byte{1};
        must(transaction->master_keys().reseal(row));
        must(transaction->commit());
    }
    begin();

    const Resealed done = reseal(0, 10);

    CHECK(done.sealed == 1);
    CHECK(done.closed == 1);
    CHECK(in_use().size() == 2);
}

TEST_CASE_FIXTURE(Rotating, "without its new key a server refuses to write what nobody would find")
{
    remember(ours, "old");
    begin();
    kept = {1};

    const auto transaction = must(store->begin(Durability::power_loss));
    const auto refused = server.create(*transaction, ours, {.text = "new"}, clock.now());

    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == ErrorKind::store);
}

TEST_CASE_FIXTURE(Rotating, "where nothing is sealed any more, whoever comes may bring its own key")
{
    const std::string id = remember(ours, "old");
    begin();
    kept = {1};
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(MemoryService::remove(*transaction, ours, id));
        must(transaction->commit());
    }

    create_at_server({.text = "new"});

    CHECK(in_use() == std::vector{id_of(1)});
}
