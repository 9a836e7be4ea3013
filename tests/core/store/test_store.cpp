// What every Store must do. A further implementation joins by its factory in `open_store`.

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/store/sqlite/database.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

/// One store that several processes share: each handle stands for a process.
struct SharedStore {
    TempDir directory;

    std::unique_ptr<Store> open()
    {
        return must(open_sqlite_store(
            directory.path() / "azen.db",
            {.busy_timeout = milliseconds{5'000}, .fold = {.rows_kept = 2, .keys_a_slice = 1}}));
    }
};

struct Fixture : SharedStore {
    std::unique_ptr<Store> store = open();

    Fixture()
    {
        add_owners(*store);
        add_key(*store, sample_key("ci"));
    }
};

std::int64_t live_count(Store& store, std::string_view secret)
{
    const auto transaction = must(store.begin(Durability::process_crash));
    return find_one(*transaction, secret).key->use().request_count;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a key is found by its secret, and only by that")
{
    const auto transaction = must(store->begin(Durability::process_crash));

    const LiveSecret found = find_one(*transaction, "secret-ci");

    REQUIRE(found.key != nullptr);
    CHECK(found.key->id() == "key-ci");
    CHECK(found.key->organization_id() == "organization-acme");
    CHECK(found.key->user_id() == "user-ann");
    CHECK(found.key->permissions().allows("memory.write"));
    CHECK(find_one(*transaction, "secret-c").key == nullptr);
}

TEST_CASE_FIXTURE(Fixture, "what was only read is known still, also when it is not committed")
{
    const auto read = [&] {
        const auto transaction = must(store->begin(Durability::process_crash));
        return find_one(*transaction, "secret-ci").key->enabled();
    };
    REQUIRE(read());
    // Behind the store's back, so that only forgetting would show it.
    sqlite::Database file{
        (directory.path() / "azen.db").string(), SQLITE_OPEN_READWRITE, milliseconds{100}};
    file.execute("UPDATE keys SET enabled = 0");

    CHECK(read());
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        must(transaction->keys().update(sample_key("ci")));
    }
    CHECK_FALSE(read());
}

TEST_CASE_FIXTURE(Fixture, "a batch is answered in its own order")
{
    add_key(*store, sample_key("deploy"));
    const std::array hashes{hash_of("secret-deploy"), hash_of("no"), hash_of("secret-ci")};
    std::array<LiveSecret, 3> found{};
    const auto transaction = must(store->begin(Durability::process_crash));

    must(transaction->keys().find_live(hashes, found));

    CHECK(found[0].key->id() == "key-deploy");
    CHECK(found[1].key == nullptr);
    CHECK(found[2].key->id() == "key-ci");
}

TEST_CASE_FIXTURE(Fixture, "what was recorded is read by lists at once, before any maintenance")
{
    charge(*store, "secret-ci");
    charge(*store, "secret-ci");

    CHECK(listed(*store, "key-ci").use.request_count == 2);
}

TEST_CASE_FIXTURE(Fixture, "a list sees what its own transaction recorded")
{
    const auto transaction = must(store->begin(Durability::process_crash));
    charge(*transaction, "secret-ci");

    const auto keys = must(transaction->keys().list({}));

    CHECK(keys.front().use.request_count == 1);
}

TEST_CASE_FIXTURE(Fixture, "what was not committed never happened")
{
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        charge(*transaction, "secret-ci");
    }

    CHECK(live_count(*store, "secret-ci") == 0);
    CHECK(listed(*store, "key-ci").use.request_count == 0);
}

TEST_CASE_FIXTURE(Fixture, "one process's counting is the other's from the next transaction on")
{
    const auto other = open();
    CHECK(live_count(*other, "secret-ci") == 0);

    charge(*store, "secret-ci");
    CHECK(live_count(*other, "secret-ci") == 1);

    charge(*other, "secret-ci");
    CHECK(live_count(*store, "secret-ci") == 2);
}

TEST_CASE_FIXTURE(Fixture, "a key changed by one process is changed for the other")
{
    const auto other = open();
    live_count(*other, "secret-ci");
    ApiKey key = listed(*store, "key-ci");
    key.enabled = false;
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->keys().update(key));
        must(transaction->commit());
    }

    const auto transaction = must(other->begin(Durability::process_crash));

    CHECK(!find_one(*transaction, "secret-ci").key->enabled());
}

TEST_CASE_FIXTURE(Fixture, "a change shows through a pointer taken earlier in the transaction")
{
    ApiKey key = listed(*store, "key-ci");
    key.enabled = false;
    const auto transaction = must(store->begin(Durability::power_loss));
    const LiveKey* live = find_one(*transaction, "secret-ci").key;

    must(transaction->keys().update(key));

    CHECK(!live->enabled());
}

TEST_CASE_FIXTURE(Fixture, "a key keeps its count when it is changed while counts are unfolded")
{
    const auto other = open();
    charge(*other, "secret-ci");
    charge(*store, "secret-ci");
    ApiKey key = listed(*store, "key-ci");
    key.name = "renamed";
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->keys().update(key));
        must(transaction->commit());
    }
    charge(*other, "secret-ci");

    CHECK(listed(*store, "renamed").use.request_count == 3);
}

TEST_CASE_FIXTURE(Fixture, "a revoked key's secrets are revoked")
{
    ApiKey key = listed(*store, "key-ci");
    key.revoked_at = Timestamp{milliseconds{5}};
    const auto transaction = must(store->begin(Durability::power_loss));
    must(transaction->keys().update(key));

    const LiveSecret found = find_one(*transaction, "secret-ci");

    CHECK(found.key->revoked());
    CHECK(found.state == SecretState::revoked);
}

TEST_CASE_FIXTURE(Fixture, "changing a key that is not there says so")
{
    const auto transaction = must(store->begin(Durability::power_loss));

    const auto result = transaction->keys().update(sample_key("nobody"));

    REQUIRE(!result);
    CHECK(result.error().kind == ErrorKind::not_found);
}

TEST_CASE_FIXTURE(Fixture, "the same id or the same secret twice is a conflict")
{
    ApiKey same_secret = sample_key("other");
    const auto transaction = must(store->begin(Durability::power_loss));

    const auto same_id = transaction->keys().insert(sample_key("ci"), sample_secret("new"));
    const auto twice = transaction->keys().insert(same_secret, sample_secret("secret-ci"));

    REQUIRE(!same_id);
    REQUIRE(!twice);
    CHECK(same_id.error().kind == ErrorKind::conflict);
    CHECK(twice.error().kind == ErrorKind::conflict);
}

TEST_CASE_FIXTURE(Fixture, "every field of a key comes back")
{
    ApiKey key = sample_key("full");
    key.enabled = false;
    key.expires_at = Timestamp{milliseconds{1}};
    key.rate_limit = {.enabled = false, .max = 7, .window = milliseconds{9}};
    key.refill = Refill{.amount = 3, .interval = milliseconds{4}};
    key.use.quota = {.remaining = 0, .last_refill_at = Timestamp{milliseconds{6}}};
    key.use.bucket = {.missing = 11, .updated_at = Timestamp{milliseconds{12}}};
    key.use.request_count = 13;
    key.use.last_request = Timestamp{milliseconds{14}};
    key.metadata = R"({"team":"a"})";
    key.created_at = Timestamp{milliseconds{15}};
    key.updated_at = Timestamp{milliseconds{16}};
    add_key(*store, key);

    const ApiKey back = listed(*store, "key-full");

    CHECK(back.name == key.name);
    CHECK(back.start == key.start);
    CHECK(back.prefix == key.prefix);
    CHECK(back.user_id == key.user_id);
    CHECK(back.organization_id == key.organization_id);
    CHECK(back.enabled == key.enabled);
    CHECK(back.expires_at == key.expires_at);
    CHECK(back.rate_limit == key.rate_limit);
    CHECK(back.refill == key.refill);
    CHECK(back.use == key.use);
    CHECK(back.permissions == key.permissions);
    CHECK(back.metadata == key.metadata);
    CHECK(back.created_at == key.created_at);
    CHECK(back.updated_at == key.updated_at);
}

TEST_CASE_FIXTURE(Fixture, "lists are newest first, by page, and by organization")
{
    ApiKey foreign = sample_key("theirs");
    foreign.organization_id = "organization-other";
    add_key(*store, foreign);
    add_key(*store, sample_key("last"));
    const auto transaction = must(store->begin(Durability::process_crash));

    const KeyQuery of_ours{.scope = {.organization_id = "organization-acme"}};

    const auto page = must(transaction->keys().list({.offset = 1, .limit = 1}));
    const auto ours = must(transaction->keys().list(of_ours));

    REQUIRE(page.size() == 1);
    CHECK(page.front().name == "theirs");
    REQUIRE(ours.size() == 2);
    CHECK(ours.front().name == "last");
    CHECK(must(transaction->keys().count({})) == 3);
    CHECK(must(transaction->keys().count(of_ours)) == 2);
}

TEST_CASE_FIXTURE(Fixture,
                  "lists may begin with the oldest, leave out who is revoked, and be a user's")
{
    ApiKey revoked = sample_key("gone");
    revoked.revoked_at = revoked.created_at;
    add_key(*store, revoked);
    ApiKey foreign = sample_key("theirs");
    foreign.user_id.clear();
    add_key(*store, foreign);
    const KeyQuery in_use{.with_revoked = false, .oldest_first = true};
    const KeyQuery of_one{
        .scope = {.organization_id = foreign.organization_id, .user_id = sample_key("ci").user_id}};
    const auto transaction = must(store->begin(Durability::process_crash));

    const auto oldest = must(transaction->keys().list(in_use));
    const auto own = must(transaction->keys().list(of_one));

    REQUIRE(oldest.size() == 2);
    CHECK(oldest.front().name == "ci");
    CHECK(oldest.back().name == "theirs");
    CHECK(must(transaction->keys().count(in_use)) == 2);
    REQUIRE(own.size() == 2);
    CHECK(own.front().name == "gone");
    CHECK(must(transaction->keys().count(of_one)) == 2);
}

TEST_CASE_FIXTURE(Fixture, "a reference is an id, a name or a start")
{
    for (const std::string reference : {"key-ci", "ci", "az_ci"}) {
        CHECK(listed(*store, reference).id == "key-ci");
    }
}

TEST_CASE_FIXTURE(Fixture, "a key is found by its id, however many have that for their name")
{
    const auto transaction = must(store->begin(Durability::process_crash));
    for (int i = 0; i < 12; ++i) {
        const std::string one = "namesake-" + std::to_string(i);
        ApiKey namesake = sample_key(one);
        namesake.name = "key-ci";
        must(transaction->keys().insert(namesake, sample_secret(one)));
    }

    const auto found = must(transaction->keys().list({.reference = "key-ci", .limit = 10}));

    CHECK(found.front().id == "key-ci");
}

TEST_CASE_FIXTURE(Fixture, "the key that a request made is found by its owner alone")
{
    const auto transaction = must(store->begin(Durability::process_crash));
    KeySecret secret = sample_secret("made once");
    secret.request = hash_of("a request");
    must(transaction->keys().insert(sample_key("made"), secret));
    const auto made_for = [&](const std::string& organization) {
        return must(transaction->keys().list(
            {.scope = {.organization_id = organization}, .request = hash_of("a request")}));
    };

    REQUIRE(made_for("organization-acme").size() == 1);
    CHECK(made_for("organization-acme").front().name == "made");
    CHECK(made_for("organization-other").empty());
}

TEST_CASE_FIXTURE(Fixture, "usage adds up over processes and restarts")
{
    const auto day = Timestamp{std::chrono::days{20'000}};
    for (int i = 0; i < 3; ++i) {
        const auto process = open();
        const auto transaction = must(process->begin(Durability::process_crash));
        const auto row = find_one(*transaction, "secret-ci").key->row();
        transaction->usage().count(row, UsageGroup::memory_create, true, day);
        transaction->usage().count(row, UsageGroup::memory_search, false, day);
        must(transaction->commit());
    }

    const auto transaction = must(store->begin(Durability::process_crash));
    const auto rows =
        must(transaction->usage().since("organization-acme", std::nullopt, day_of(day)));

    REQUIRE(rows.size() == 2);
    CHECK(rows[0].success + rows[1].success == 3);
    CHECK(rows[0].error + rows[1].error == 3);
}

TEST_CASE_FIXTURE(Fixture, "usage answers for its organization and its key only")
{
    const auto day = Timestamp{std::chrono::days{20'000}};
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        transaction->usage().count(
            find_one(*transaction, "secret-ci").key->row(), UsageGroup::memory_create, true, day);
        must(transaction->commit());
    }
    const auto transaction = must(store->begin(Durability::process_crash));
    UsageRows& usage = transaction->usage();

    CHECK(must(usage.since("organization-acme", "key-ci", day_of(day))).size() == 1);
    CHECK(must(usage.since("organization-other", std::nullopt, day_of(day))).empty());
    CHECK(must(usage.since("organization-other", "key-ci", day_of(day))).empty());
    CHECK(must(usage.since("organization-acme", "key-none", day_of(day))).empty());
    CHECK(must(usage.since("organization-acme", "key-ci", day_of(day) + std::chrono::days{1}))
              .empty());
}

TEST_CASE_FIXTURE(Fixture, "a folded total is counted on")
{
    const auto day = Timestamp{std::chrono::days{20'000}};
    const auto count_one = [&](Store& process) {
        const auto transaction = must(process.begin(Durability::process_crash));
        const auto row = find_one(*transaction, "secret-ci").key->row();
        transaction->usage().count(row, UsageGroup::memory_create, true, day);
        must(transaction->commit());
    };
    const auto other = open();
    for (Store* process : {store.get(), other.get(), store.get()}) {
        count_one(*process);
        must(process->settle());
    }
    count_one(*other);

    const auto transaction = must(store->begin(Durability::process_crash));
    std::int64_t total = 0;
    for (const UsageRow& row :
         must(transaction->usage().since("organization-acme", "key-ci", day_of(day)))) {
        total += row.success;
    }

    CHECK(total == 4);
}

TEST_CASE_FIXTURE(Fixture, "a secret that was asked for in vain is found once it is there")
{
    const auto other = open();
    for (Store* process : {store.get(), other.get()}) {
        const auto transaction = must(process->begin(Durability::process_crash));
        REQUIRE(find_one(*transaction, "secret-late").key == nullptr);
        must(transaction->commit());
    }

    add_key(*store, sample_key("late"));

    CHECK(live_count(*store, "secret-late") == 0);
    CHECK(live_count(*other, "secret-late") == 0);
}

TEST_CASE_FIXTURE(Fixture, "maintaining and settling change nothing that can be seen")
{
    charge(*store, "secret-ci");
    must(store->maintain());
    charge(*store, "secret-ci");
    must(store->settle());
    must(store->settle());
    charge(*store, "secret-ci");
    must(store->maintain());
    must(store->maintain());

    CHECK(live_count(*store, "secret-ci") == 3);
    CHECK(listed(*store, "key-ci").use.request_count == 3);
}

TEST_CASE_FIXTURE(Fixture, "a settled store is whole in its main file")
{
    charge(*store, "secret-ci");

    must(store->settle());

    CHECK(std::filesystem::file_size(directory.path() / "azen.db-wal") == 0);
}

TEST_CASE_FIXTURE(Fixture, "a process that slept through many foldings wakes up to the truth")
{
    const auto sleeper = open();
    live_count(*sleeper, "secret-ci");
    for (int i = 0; i < 10; ++i) {
        charge(*store, "secret-ci");
        must(store->settle());
    }

    CHECK(live_count(*sleeper, "secret-ci") == 10);
    charge(*sleeper, "secret-ci");
    CHECK(live_count(*store, "secret-ci") == 11);
}

TEST_CASE_FIXTURE(Fixture, "info counts what is there")
{
    const StoreInfo info = must(store->info());

    CHECK(info.schema_version > 0);
    CHECK(info.size_bytes > 0);
    CHECK(info.keys == 1);
    CHECK(info.memories == 0);
    CHECK(!info.master_key_id);
}
