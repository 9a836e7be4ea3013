#include <doctest/doctest.h>

#include "core/service/key_prune.h"
#include "core/service/usage_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp now{milliseconds{1'768'473'000'000}};
constexpr DeathPolicy revoked_only{.revoked = true};

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));

    Fixture() { add_owners(*store); }

    void add(const std::string& name, std::optional<Timestamp> revoked_at)
    {
        ApiKey key = sample_key(name);
        key.revoked_at = revoked_at;
        add_key(*store, key);
    }

    std::vector<std::string> names()
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        std::vector<std::string> names;
        for (const ApiKey& key : must(transaction->keys().list({}))) {
            names.push_back(key.name);
        }
        must(transaction->commit());
        return names;
    }

    std::vector<DeadKey> remove(const std::vector<std::string>& ids)
    {
        return must(key_prune::remove(*store, ids, revoked_only, now));
    }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "dead keys are found, with their cause and since when")
{
    add("old", now - 1h);
    add("alive", std::nullopt);
    add("older", now - 2h);

    const auto dead = must(key_prune::find(*store, revoked_only, now));

    REQUIRE(dead.size() == 2);
    CHECK(dead.front().key.name == "old");
    CHECK(dead.front().death == Death{.cause = KeyStatus::revoked, .since = now - 1h});
    CHECK(dead.back().key.name == "older");
}

TEST_CASE_FIXTURE(Fixture, "what is removed is gone, with its secret")
{
    add("old", now);
    add("alive", std::nullopt);

    CHECK(remove({"key-old"}).size() == 1);

    CHECK(names() == Names{"alive"});
    const auto transaction = must(store->begin(Durability::process_crash));
    CHECK(find_one(*transaction, "secret-old").key == nullptr);
    CHECK(find_one(*transaction, "secret-alive").key != nullptr);
}

TEST_CASE_FIXTURE(Fixture, "a key that is alive by then stays, and one that is gone is passed over")
{
    add("alive", std::nullopt);

    CHECK(remove({"key-alive", "key-nobody"}).empty());

    CHECK(names() == Names{"alive"});
}

TEST_CASE_FIXTURE(Fixture, "more keys than fit a transaction are removed too")
{
    std::vector<std::string> ids;
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        for (int i = 0; i < 450; ++i) {
            ApiKey key = sample_key(std::to_string(i));
            key.revoked_at = now;
            ids.push_back(key.id);
            must(transaction->keys().insert(key, sample_secret("secret-" + key.name)));
        }
        must(transaction->commit());
    }

    CHECK(remove(ids).size() == 450);
    CHECK(names().empty());
}

TEST_CASE_FIXTURE(Fixture, "what a removed key did stays in its organization's usage")
{
    add("old", std::nullopt);
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        const std::int64_t row = find_one(*transaction, "secret-old").key->row();
        transaction->usage().count(row, UsageGroup::memory_create, true, now);
        transaction->usage().count(row, UsageGroup::memory_create, false, now - 24h);
        must(transaction->commit());
    }
    ApiKey key = listed(*store, "key-old");
    key.revoked_at = now;
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->keys().update(key));
        must(transaction->commit());
    }

    CHECK(remove({"key-old"}).size() == 1);

    const auto transaction = must(store->begin(Durability::process_crash));
    const auto series =
        must(usage_service::series(*transaction, "organization-acme", std::nullopt, now));
    CHECK(series.summary.memories == 1);
    CHECK(series.summary.error == 1);
    CHECK(must(usage_service::series(*transaction, "organization-acme", "key-old", now))
              .summary.success == 0);
    CHECK(must(usage_service::series(*transaction, "organization-other", std::nullopt, now))
              .summary.success == 0);
}
