#include <doctest/doctest.h>

#include "core/store/sqlite/key_cache.h"
#include "support/sample_keys.h"

using namespace azen;
using azen::sqlite::KeyCache;
using azen::test::hash_of;

namespace {

LiveKey live_key(std::int64_t row, std::int64_t request_count = 0)
{
    LiveKey key;
    key.row = row;
    key.use.request_count = request_count;
    return key;
}

KeyUse used(std::int64_t request_count)
{
    KeyUse use;
    use.request_count = request_count;
    return use;
}

}  // namespace

TEST_CASE("a cache that was told nothing knows nothing")
{
    KeyCache cache;

    CHECK(cache.find_key(1) == nullptr);
    CHECK(!cache.find_secret(hash_of("a")));
    CHECK(cache.size() == 0);
}

TEST_CASE("two secrets lead to one key")
{
    KeyCache cache;
    LiveKey& key = cache.put(live_key(1));

    cache.put_secret(hash_of("old"),
                     {.key = &key, .state = SecretState::retiring, .not_after = {}});
    cache.put_secret(hash_of("new"), {.key = &key, .state = SecretState::active, .not_after = {}});

    CHECK(cache.find_secret(hash_of("old"))->key == &key);
    CHECK(cache.find_secret(hash_of("new"))->key == &key);
    CHECK(cache.find_secret(hash_of("old"))->state == SecretState::retiring);
}

TEST_CASE("putting a key again changes it in place and keeps its use")
{
    KeyCache cache;
    LiveKey& key = cache.put(live_key(1, 5));
    LiveKey changed = live_key(1, 0);
    changed.enabled = false;

    LiveKey& again = cache.put(changed);

    CHECK(&again == &key);
    CHECK(!key.enabled);
    CHECK(key.use.request_count == 5);
}

TEST_CASE("a dropped key takes its secrets with it")
{
    KeyCache cache;
    LiveKey& key = cache.put(live_key(1));
    cache.put_secret(hash_of("a"), {.key = &key, .state = SecretState::active, .not_after = {}});

    cache.drop(1);

    CHECK(cache.find_key(1) == nullptr);
    CHECK(!cache.find_secret(hash_of("a")));
}

TEST_CASE("a dropped key's use outlives it, until the rows tell it")
{
    KeyCache cache;
    cache.put(live_key(1, 5));
    cache.drop(1);

    CHECK(cache.put(live_key(1, 2)).use.request_count == 5);

    cache.drop(1);
    cache.forget_pending();
    CHECK(cache.put(live_key(1, 6)).use.request_count == 6);
}

TEST_CASE("the journal's word about an absent key waits for the key")
{
    KeyCache cache;

    cache.apply_use(1, used(9));

    CHECK(cache.put(live_key(1, 3)).use.request_count == 9);
}

TEST_CASE("the journal's word about a present key counts at once")
{
    KeyCache cache;
    const LiveKey& key = cache.put(live_key(1, 3));

    cache.apply_use(1, used(9));

    CHECK(key.use.request_count == 9);
}

TEST_CASE("dropping what is not there is no error")
{
    KeyCache cache;

    cache.drop(4);
    cache.drop_secrets(4);

    CHECK(cache.put(live_key(4, 1)).use.request_count == 1);
}

TEST_CASE("a secret put twice is forgotten once")
{
    KeyCache cache;
    LiveKey& key = cache.put(live_key(1));
    const LiveSecret secret{.key = &key, .state = SecretState::pending, .not_after = {}};
    cache.put_secret(hash_of("a"), secret);
    cache.put_secret(hash_of("a"), secret);

    cache.drop_secrets(1);

    CHECK(!cache.find_secret(hash_of("a")));
    CHECK(cache.find_key(1) == &key);
}

TEST_CASE("equal permissions are one object")
{
    KeyCache cache;

    const auto first = cache.intern(R"({"memory":["read"]})");
    const auto second = cache.intern(R"({"memory":["read"]})");

    CHECK(first == second);
    CHECK(first->allows("memory.read"));
    CHECK(!first->allows("memory.write"));
}

TEST_CASE("a text that is no permissions grants nothing")
{
    KeyCache cache;

    CHECK(!cache.intern("not json")->allows("memory.read"));
    CHECK(!cache.intern(R"({"memory":"read"})")->allows("memory.read"));
}
