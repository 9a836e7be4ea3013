// What every Store must do with whole keys. A further implementation joins by its factory in
// `open`.

#include <doctest/doctest.h>

#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

/// One store that several processes share: each handle stands for a process.
struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = open();

    Fixture() { add_owners(*store); }

    std::unique_ptr<Store> open() const
    {
        return must(open_sqlite_store(directory.path() / "azen.db"));
    }

    template <typename Change>
    void change(Change change)
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        change(transaction->records());
        must(transaction->commit());
    }

    void insert(const KeyRecord& key)
    {
        change([&](KeyRecords& records) { must(records.insert(key.key, key.secrets)); });
    }

    std::vector<KeyRecord> list(std::int64_t after = 0, std::int64_t limit = 10)
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(transaction->records().list(after, limit, {}));
    }
};

bool leads_to_a_key(Store& store, std::string_view secret)
{
    const auto transaction = must(store.begin(Durability::process_crash));
    const bool found = find_one(*transaction, secret).key != nullptr;
    must(transaction->commit());
    return found;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a list may be of one organization, and of one user in it")
{
    KeyRecord foreign = sample_record("theirs");
    foreign.key.organization_id = "organization-other";
    KeyRecord ownerless = sample_record("nobody's");
    ownerless.key.user_id.clear();
    const KeyRecord own = sample_record("ci");
    for (const KeyRecord& record : {foreign, ownerless, own}) {
        insert(record);
    }
    const auto names = [this](const KeyScope& scope) {
        const auto transaction = must(store->begin(Durability::process_crash));
        std::vector<std::string> found;
        for (const KeyRecord& record : must(transaction->records().list(0, 10, scope))) {
            found.push_back(record.key.name);
        }
        return found;
    };

    const std::string ours = own.key.organization_id;

    CHECK(names({.organization_id = ours}) == std::vector<std::string>{"nobody's", "ci"});
    CHECK(names({.organization_id = ours, .user_id = own.key.user_id}) ==
          std::vector<std::string>{"ci"});
}

TEST_CASE_FIXTURE(Fixture, "a key comes back with every field and every secret")
{
    const KeyRecord given = sample_record("ci");

    insert(given);

    const auto records = list();
    REQUIRE(records.size() == 1);
    const ApiKey& key = records.front().key;
    CHECK(key.id == given.key.id);
    CHECK(key.use == given.key.use);
    CHECK(key.prefix == given.key.prefix);
    CHECK(key.metadata == given.key.metadata);
    CHECK(key.created_at == given.key.created_at);
    CHECK(key.refill == given.key.refill);
    CHECK(records.front().secrets == given.secrets);
}

TEST_CASE_FIXTURE(Fixture, "keys are listed oldest first, and from where the last page ended")
{
    for (const char* name : {"a", "b", "c"}) {
        insert(sample_record(name));
    }

    const auto first = list(0, 2);
    const auto second = list(first.back().row, 2);

    REQUIRE(first.size() == 2);
    REQUIRE(second.size() == 1);
    CHECK(first.front().key.name == "a");
    CHECK(second.front().key.name == "c");
    CHECK(list(second.back().row).empty());
}

TEST_CASE_FIXTURE(Fixture, "what was counted and not folded is in a listing and in a find")
{
    KeyRecord record = sample_record("ci");
    record.key.enabled = true;
    insert(record);
    charge(*store, "secret-ci");

    const auto transaction = must(store->begin(Durability::process_crash));

    CHECK(must(transaction->records().list(0, 1, {})).front().key.use.request_count == 5);
    CHECK(must(transaction->records().find("key-ci"))->use.request_count == 5);
}

TEST_CASE_FIXTURE(Fixture, "a key is found by its id, and by nothing else")
{
    insert(sample_record("ci"));
    const auto transaction = must(store->begin(Durability::process_crash));

    CHECK(must(transaction->records().find("key-ci"))->name == "ci");
    CHECK(!must(transaction->records().find("ci")));
    CHECK(!must(transaction->records().find("")));
}

TEST_CASE_FIXTURE(Fixture, "the same id or the same secret twice is a conflict")
{
    insert(sample_record("ci"));
    KeyRecord same_secret = sample_record("other");
    same_secret.secrets = {sample_secret("secret-ci")};
    const auto transaction = must(store->begin(Durability::power_loss));

    CHECK(transaction->records()
              .insert(sample_record("ci").key, {sample_secret("new")})
              .error()
              .kind == ErrorKind::conflict);
    CHECK(transaction->records().insert(same_secret.key, same_secret.secrets).error().kind ==
          ErrorKind::conflict);
}

TEST_CASE_FIXTURE(Fixture, "a replaced key has the other's fields and secrets, and its own number")
{
    insert(sample_record("ci"));
    const std::int64_t row = list().front().row;
    const auto other = open();
    REQUIRE(leads_to_a_key(*other, "secret-ci"));
    KeyRecord changed = sample_record("ci");
    changed.key.prefix = "new_";
    changed.key.created_at += milliseconds{1};
    changed.key.use.request_count = 99;
    changed.secrets = {sample_secret("new")};

    change([&](KeyRecords& records) { must(records.replace(changed.key, changed.secrets)); });

    const auto records = list();
    CHECK(records.front().row == row);
    CHECK(records.front().key.prefix == "new_");
    CHECK(records.front().key.created_at == changed.key.created_at);
    CHECK(records.front().key.use.request_count == 99);
    CHECK(records.front().secrets == changed.secrets);
    CHECK_FALSE(leads_to_a_key(*other, "secret-ci"));
    CHECK(leads_to_a_key(*other, "new"));
}

TEST_CASE_FIXTURE(Fixture, "what is not there cannot be replaced")
{
    const auto transaction = must(store->begin(Durability::power_loss));

    CHECK(transaction->records().replace(sample_key("ci"), {sample_secret("x")}).error().kind ==
          ErrorKind::not_found);
}

TEST_CASE_FIXTURE(Fixture, "an erased key is gone for this process and for every other")
{
    insert(sample_record("ci"));
    insert(sample_record("deploy"));
    const auto other = open();
    REQUIRE(leads_to_a_key(*other, "secret-ci"));
    REQUIRE(leads_to_a_key(*store, "secret-ci"));

    change([](KeyRecords& records) {
        CHECK(must(records.erase("key-ci")));
        CHECK_FALSE(must(records.erase("key-ci")));
    });

    CHECK_FALSE(leads_to_a_key(*store, "secret-ci"));
    CHECK_FALSE(leads_to_a_key(*other, "secret-ci"));
    CHECK(leads_to_a_key(*other, "secret-deploy"));
    CHECK(list().size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "an erased key can come back, with its secrets and a number of its own")
{
    insert(sample_record("ci"));
    const std::int64_t row = list().front().row;
    REQUIRE(leads_to_a_key(*store, "secret-ci"));
    change([](KeyRecords& records) { must(records.erase("key-ci")); });

    insert(sample_record("ci"));

    CHECK(leads_to_a_key(*store, "secret-ci"));
    CHECK(list().front().row > row);
}

TEST_CASE_FIXTURE(Fixture, "what erased keys did stays their organization's, folded or not")
{
    using namespace std::chrono_literals;
    constexpr Timestamp now{milliseconds{1'768'473'000'000}};
    const auto count = [&](std::string_view secret) {
        const auto transaction = must(store->begin(Durability::process_crash));
        const std::int64_t row = find_one(*transaction, secret).key->row();
        transaction->usage().count(row, UsageGroup::memory_create, true, now);
        must(transaction->commit());
    };
    const auto total = [&] {
        const auto transaction = must(store->begin(Durability::process_crash));
        std::int64_t success = 0;
        for (const UsageRow& row :
             must(transaction->usage().since("organization-acme", {}, day_of(now)))) {
            success += row.success;
        }
        return success;
    };
    for (const char* name : {"a", "b", "c"}) {
        insert(sample_record(name));
        count("secret-" + std::string{name});
    }
    must(store->settle());
    count("secret-b");
    REQUIRE(total() == 4);

    change([](KeyRecords& records) {
        must(records.erase("key-a"));
        must(records.erase("key-b"));
    });
    CHECK(total() == 4);
    must(store->settle());

    CHECK(total() == 4);
    count("secret-c");
    CHECK(total() == 5);
}
