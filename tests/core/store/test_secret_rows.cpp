// How a store keeps the versions of a key's secret.

#include <algorithm>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/service/authenticator.h"
#include "core/store/sqlite/schema.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp start{milliseconds{1'768'473'000'000}};

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = open();

    Fixture()
    {
        add_owners(*store);
        add_key(*store, sample_key("ci"));
    }

    std::unique_ptr<Store> open() { return must(open_sqlite_store(directory / "azen.db")); }

    /// Adds "secret-new" to the key, pending.
    void rotate()
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        KeySecrets secrets = must(transaction->keys().secrets("key-ci"));
        KeySecret fresh = sample_secret("secret-new");
        fresh.start = "az_new1";
        fresh.grace = 1h;
        rotation::begin(secrets, fresh, start);
        must(transaction->keys().put_secrets("key-ci", secrets));
        must(transaction->commit());
    }

    static void use(Transaction& transaction, const LiveSecret& secret, Timestamp when)
    {
        const SecretHash hash = hash_of("secret-new");
        must(authenticator::admit(transaction.keys(),
                                  {.hash = hash, .secret = secret, .permission = {}, .client = {}},
                                  when));
    }

    enum class Commit { no, yes };
    void use_new_secret(Store& who, Timestamp when = start, Commit commit = Commit::yes)
    {
        const auto transaction = must(who.begin(Durability::process_crash));
        use(*transaction, find_one(*transaction, "secret-new"), when);
        if (commit == Commit::yes) {
            must(transaction->commit());
        }
    }

    SecretState state_of(Store& who, std::string_view secret)
    {
        const auto transaction = must(who.begin(Durability::process_crash));
        const LiveSecret found = find_one(*transaction, secret);
        REQUIRE(found.key != nullptr);
        return found.state;
    }

    KeySecrets secrets()
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(transaction->keys().secrets("key-ci"));
    }

    std::vector<SecretUse> retiring_uses()
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(transaction->keys().retiring_uses("key-ci"));
    }

    void record(const std::vector<SecretUse>& uses)
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        for (const SecretUse& use : uses) {
            transaction->keys().record_retiring_use(use);
        }
        must(transaction->commit());
    }
};

SecretUse use_by(std::string address, Timestamp when)
{
    return {.secret = hash_of("secret-ci"),
            .address = std::move(address),
            .agent = "curl/8",
            .requests = 1,
            .last_at = when};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "both secrets of a rotating key lead to the same key")
{
    rotate();

    const auto transaction = must(store->begin(Durability::process_crash));
    const LiveSecret old = find_one(*transaction, "secret-ci");
    const LiveSecret fresh = find_one(*transaction, "secret-new");

    CHECK(old.key == fresh.key);
    CHECK(old.state == SecretState::active);
    CHECK(fresh.state == SecretState::pending);
}

TEST_CASE_FIXTURE(Fixture, "a secret is read back as it was written")
{
    KeySecret fresh = sample_secret("secret-new");
    fresh.start = "az_new1";
    fresh.grace = 90min;
    fresh.request = hash_of("build 7");
    fresh.delivered = false;
    KeySecrets wanted = secrets();
    rotation::begin(wanted, fresh, start);

    const auto transaction = must(store->begin(Durability::power_loss));
    must(transaction->keys().put_secrets("key-ci", wanted));

    CHECK(must(transaction->keys().secrets("key-ci")) == wanted);
}

TEST_CASE_FIXTURE(Fixture, "the first use is known to every process from the next transaction on")
{
    const auto other = open();
    rotate();
    CHECK(state_of(*other, "secret-ci") == SecretState::active);

    use_new_secret(*store, start + 5s);

    CHECK(state_of(*other, "secret-ci") == SecretState::retiring);
    CHECK(state_of(*other, "secret-new") == SecretState::active);
    CHECK(state_of(*store, "secret-ci") == SecretState::retiring);
    CHECK(secrets().front().not_after == start + 5s + 1h);
}

TEST_CASE_FIXTURE(Fixture, "a first use that is not committed never happened")
{
    rotate();

    use_new_secret(*store, start, Commit::no);

    CHECK(state_of(*store, "secret-new") == SecretState::pending);
    CHECK(state_of(*store, "secret-ci") == SecretState::active);
}

TEST_CASE_FIXTURE(Fixture, "the first use is told once, however often a batch tells it")
{
    rotate();
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        const LiveSecret found = find_one(*transaction, "secret-new");
        use(*transaction, found, start);
        use(*transaction, found, start + 1h);
        must(transaction->commit());
    }

    CHECK(secrets().front().not_after == start + 1h);
}

TEST_CASE_FIXTURE(Fixture, "grace that starts with a request ends with the key")
{
    ApiKey key = listed(*store, "key-ci");
    key.expires_at = start + 10min;
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->keys().update(key));
        must(transaction->commit());
    }
    rotate();

    use_new_secret(*store);

    CHECK(secrets().front().not_after == start + 10min);
}

TEST_CASE_FIXTURE(Fixture, "charges of the transaction that activates a secret are kept")
{
    rotate();
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        charge(*transaction, "secret-ci");
        use(*transaction, find_one(*transaction, "secret-new"), start);
        must(transaction->commit());
    }

    CHECK(listed(*store, "key-ci").use.request_count == 2);
}

TEST_CASE_FIXTURE(Fixture, "a key's start follows its active secret, and each start finds the key")
{
    rotate();
    CHECK(listed(*store, "key-ci").start == "az_ci");

    use_new_secret(*store);

    CHECK(listed(*store, "key-ci").start == "az_new1");
    CHECK(listed(*store, "az_new1").id == "key-ci");
    CHECK(listed(*store, "az_ci").id == "key-ci");
}

TEST_CASE_FIXTURE(Fixture, "revoking a key revokes all its secrets")
{
    rotate();
    ApiKey key = listed(*store, "key-ci");
    key.revoked_at = start + 1s;
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->keys().update(key));
        must(transaction->commit());
    }

    for (const KeySecret& secret : secrets()) {
        CHECK(secret.state == SecretState::revoked);
        CHECK(secret.since == start + 1s);
    }
}

TEST_CASE_FIXTURE(Fixture, "of a key that is not there, there are no secrets to read or to write")
{
    const auto transaction = must(store->begin(Durability::power_loss));

    CHECK(must(transaction->keys().secrets("key-no")).empty());
    CHECK(must(transaction->keys().retiring_uses("key-no")).empty());
    CHECK(transaction->keys().put_secrets("key-no", {}).error().kind == ErrorKind::not_found);
}

TEST_CASE_FIXTURE(Fixture, "a use is counted per client, the latest first")
{
    record({use_by("10.0.0.1", start), use_by("10.0.0.1", start + 2s)});
    record({use_by("10.0.0.2", start + 1s), use_by("10.0.0.1", start + 3s)});

    const auto uses = retiring_uses();

    REQUIRE(uses.size() == 2);
    CHECK(uses[0].address == "10.0.0.1");
    CHECK(uses[0].requests == 3);
    CHECK(uses[0].last_at == start + 3s);
    CHECK(uses[0].agent == "curl/8");
    CHECK(uses[1].address == "10.0.0.2");
    CHECK(uses[1].requests == 1);
}

TEST_CASE_FIXTURE(Fixture, "only the latest sixteen clients are remembered")
{
    for (int i = 0; i < 20; ++i) {
        record({use_by("client " + std::to_string(i), start + i * 1s)});
    }

    const auto uses = retiring_uses();

    CHECK(uses.size() == 16);
    CHECK(uses.front().address == "client 19");
    CHECK(uses.back().address == "client 4");
}

TEST_CASE_FIXTURE(Fixture, "the tables themselves allow no third live secret")
{
    rotate();
    sqlite::Database database{(directory / "azen.db").string(), SQLITE_OPEN_READWRITE, 1s};
    const auto insert = [&](SecretState state) {
        sqlite::Query{database,
                      "INSERT INTO secrets (hash, key, start, state, created_at) "
                      "SELECT zeroblob(32), key, '', ?, 0 FROM secrets LIMIT 1",
                      static_cast<int>(state)}
            .run();
    };

    CHECK_THROWS_AS(insert(SecretState::active), SQLite::Exception);
    CHECK_THROWS_AS(insert(SecretState::pending), SQLite::Exception);
    CHECK_THROWS_AS(insert(SecretState::retiring), SQLite::Exception);
    CHECK_NOTHROW(insert(SecretState::revoked));
}
