#include <doctest/doctest.h>

#include "core/store/sqlite/key_cache.h"
#include "support/sample_keys.h"

using namespace azen;
using azen::sqlite::KeyCache;
using azen::test::hash_of;

namespace {

KeyUse used(std::int64_t request_count)
{
    KeyUse use;
    use.request_count = request_count;
    return use;
}

KeyCache::RowTerms row_terms(std::string_view id = "key-1")
{
    return {.owner_rows = {1, 2},
            .owner = {.organization_id = "acme", .user_id = "ann"},
            .permissions_json = R"({"memory":["read"]})",
            .rate_limit = {},
            .refill = {},
            .key_id = id};
}

struct Fixture {
    KeyCache cache;

    LiveKey& put(std::int64_t row, std::int64_t request_count = 0, bool enabled = true)
    {
        const std::string id = "key-" + std::to_string(row);
        return cache.put({.row = row,
                          .id = id,
                          .terms = cache.intern(row_terms(id)),
                          .expires_at = {},
                          .enabled = enabled},
                         used(request_count));
    }

    std::int64_t count_of(std::int64_t row) { return cache.find_use(row).value().request_count; }

    /// As a fold does that is not disturbed.
    void fold()
    {
        for (const std::int64_t row : cache.unfolded().take()) {
            cache.use_written(row);
        }
    }
};

LiveSecret active(LiveKey& key)
{
    return {.key = &key, .state = SecretState::active, .not_after = {}};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a cache that was told nothing knows nothing")
{
    CHECK(cache.find_key(1) == nullptr);
    CHECK(!cache.find_secret(hash_of("a")));
    CHECK(!cache.find_use(1));
    CHECK(cache.size() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a key tells what was put")
{
    const LiveKey& key = cache.put({.row = 9,
                                    .id = "0190b6a2-7c1e-4def-8abc-0123456789ab",
                                    .terms = cache.intern(row_terms("0190b6a2-7c1e-4def-8abc-"
                                                                    "0123456789ab")),
                                    .expires_at = from_epoch_ms(5),
                                    .enabled = true,
                                    .revoked = true},
                                   used(3));

    CHECK(key.row() == 9);
    CHECK(key.id() == "0190b6a2-7c1e-4def-8abc-0123456789ab");
    CHECK(key.organization_id() == "acme");
    CHECK(key.user_id() == "ann");
    CHECK(key.permissions().allows("memory.read"));
    CHECK(key.expires_at() == from_epoch_ms(5));
    CHECK(key.enabled());
    CHECK(key.revoked());
    CHECK(key.use() == used(3));
}

TEST_CASE_FIXTURE(Fixture, "an id that is no UUID is kept as it is")
{
    CHECK(put(1).id() == "key-1");
    CHECK(put(2).id() == "key-2");
}

TEST_CASE_FIXTURE(Fixture, "neighbours do not get into each other's way")
{
    for (std::int64_t row = 1; row <= 100; ++row) {
        LiveKey& key = put(row, row);
        cache.put_secret(hash_of(std::to_string(row)), active(key));
    }

    for (std::int64_t row = 1; row <= 100; ++row) {
        CHECK(cache.find_secret(hash_of(std::to_string(row)))->key == cache.find_key(row));
        CHECK(count_of(row) == row);
    }
    CHECK(cache.find_key(101) == nullptr);
}

TEST_CASE_FIXTURE(Fixture, "two secrets lead to one key")
{
    LiveKey& key = put(1);

    cache.put_secret(hash_of("old"),
                     {.key = &key, .state = SecretState::retiring, .not_after = from_epoch_ms(9)});
    cache.put_secret(hash_of("new"), active(key));

    CHECK(cache.find_secret(hash_of("old"))->key == &key);
    CHECK(cache.find_secret(hash_of("new"))->key == &key);
    CHECK(cache.find_secret(hash_of("old"))->state == SecretState::retiring);
    CHECK(cache.find_secret(hash_of("old"))->not_after == from_epoch_ms(9));
    CHECK(cache.find_secret(hash_of("new"))->state == SecretState::active);
}

TEST_CASE_FIXTURE(Fixture, "a secret's state can change in either direction")
{
    LiveKey& key = put(1);
    const LiveSecret retiring{
        .key = &key, .state = SecretState::retiring, .not_after = from_epoch_ms(9)};
    cache.put_secret(hash_of("a"), active(key));
    cache.put_secret(hash_of("b"), active(key));

    for (const auto* secret : {"a", "b"}) {
        cache.put_secret(hash_of(secret), retiring);
        CHECK(cache.find_secret(hash_of(secret))->state == SecretState::retiring);
        cache.put_secret(hash_of(secret), active(key));
        CHECK(cache.find_secret(hash_of(secret))->state == SecretState::active);
        CHECK(!cache.find_secret(hash_of(secret))->not_after);
    }
}

TEST_CASE_FIXTURE(Fixture, "putting a key again changes it in place and keeps its use")
{
    LiveKey& key = put(1, 5);

    LiveKey& again = put(1, 0, false);

    CHECK(&again == &key);
    CHECK(!key.enabled());
    CHECK(key.use().request_count == 5);
}

TEST_CASE_FIXTURE(Fixture, "a dropped key takes its secrets with it")
{
    LiveKey& key = put(1);
    cache.put_secret(hash_of("a"), active(key));
    cache.put_secret(hash_of("b"), active(key));

    cache.drop(1);

    CHECK(cache.find_key(1) == nullptr);
    CHECK(!cache.find_secret(hash_of("a")));
    CHECK(!cache.find_secret(hash_of("b")));
}

TEST_CASE_FIXTURE(Fixture, "a dropped key's use outlives it")
{
    put(1, 5);

    cache.drop(1);

    CHECK(count_of(1) == 5);
    CHECK(put(1, 2).use().request_count == 5);
}

TEST_CASE_FIXTURE(Fixture, "the journal's word about an absent key waits for the key")
{
    cache.apply_use(1, used(9));

    CHECK(cache.find_key(1) == nullptr);
    CHECK(put(1, 3).use().request_count == 9);
}

TEST_CASE_FIXTURE(Fixture, "the journal's word about a present key counts at once")
{
    const LiveKey& key = put(1, 3);

    cache.apply_use(1, used(9));

    CHECK(key.use().request_count == 9);
}

TEST_CASE_FIXTURE(Fixture, "what is recorded is to be written once, with its last state")
{
    LiveKey& key = put(1);
    cache.record_use(key, used(1));
    cache.record_use(key, used(2));
    cache.record_use(5, used(7));

    REQUIRE(cache.recorded().size() == 2);
    CHECK(cache.recorded()[0]->use() == used(2));
    CHECK(cache.recorded()[1]->row() == 5);

    cache.forget_recorded();
    CHECK(cache.recorded().empty());
    cache.record_use(key, used(3));
    CHECK(cache.recorded().size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a secret tried in vain is remembered until one is added")
{
    cache.note_absent(hash_of("nobody"));

    CHECK(cache.is_absent(hash_of("nobody")));
    CHECK(!cache.is_absent(hash_of("somebody")));
    cache.forget_absent();
    CHECK(!cache.is_absent(hash_of("nobody")));
}

TEST_CASE_FIXTURE(Fixture, "only what the rows tell is evicted")
{
    LiveKey& idle = put(1);
    cache.put_secret(hash_of("idle"), active(idle));
    cache.record_use(put(100), used(4));
    cache.forget_recorded();

    cache.evict_unchanged();

    CHECK(cache.find_key(1) == nullptr);
    CHECK(!cache.find_secret(hash_of("idle")));
    CHECK(count_of(100) == 4);
    fold();
    cache.evict_unchanged();
    CHECK(cache.size() == 0);
    CHECK(put(7, 1).use().request_count == 1);
}

TEST_CASE_FIXTURE(Fixture, "dropping what is not there is no error")
{
    cache.drop(4);
    cache.drop_secrets(4);

    CHECK(put(4, 1).use().request_count == 1);
}

TEST_CASE_FIXTURE(Fixture, "a secret put twice is forgotten once")
{
    LiveKey& key = put(1);
    cache.put_secret(hash_of("a"), active(key));
    cache.put_secret(hash_of("a"), active(key));

    cache.drop_secrets(1);

    CHECK(!cache.find_secret(hash_of("a")));
    CHECK(cache.find_key(1) == &key);
}

TEST_CASE_FIXTURE(Fixture, "equal terms are one object")
{
    const std::string uuid = "0190b6a2-7c1e-4def-8abc-0123456789ab";
    KeyCache::RowTerms other = row_terms(uuid);
    other.rate_limit.max = 61;

    CHECK(cache.intern(row_terms(uuid)) == cache.intern(row_terms(uuid)));
    CHECK(cache.intern(row_terms(uuid)) != cache.intern(other));
    CHECK(cache.intern(row_terms("key-1")) != cache.intern(row_terms("key-2")));
}

TEST_CASE_FIXTURE(Fixture, "a text that is no permissions grants nothing")
{
    for (const auto* text : {"not json", R"({"memory":"read"})"}) {
        KeyCache::RowTerms terms = row_terms();
        terms.permissions_json = text;

        CHECK(!cache.intern(terms)->permissions->allows("memory.read"));
    }
}
