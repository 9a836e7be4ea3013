#include <thread>

#include <doctest/doctest.h>

#include "core/service/authenticator.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

constexpr int threads_per_store = 4;
constexpr int requests_per_thread = 50;

/// Makes every thread's requests, each a transaction of its own; returns how many passed.
int accepted_by(Store& store)
{
    int accepted = 0;
    for (int i = 0; i < requests_per_thread; ++i) {
        const auto transaction = store.begin(Durability::process_crash);
        REQUIRE(transaction);
        const LiveSecret secret = find_one(**transaction, "secret-ci");
        const auto admission = authenticator::admit(
            (*transaction)->keys(),
            {.hash = hash_of("secret-ci"), .secret = secret, .permission = {}, .client = {}},
            Timestamp{milliseconds{1}});
        REQUIRE(admission);
        REQUIRE((*transaction)->commit());
        accepted += admission->refusal ? 0 : 1;
    }
    return accepted;
}

/// How many of all requests pass, from several threads on each of two stores on one file.
int accepted_in_all(const std::filesystem::path& file)
{
    const auto first = must(open_sqlite_store(file));
    const auto second = must(open_sqlite_store(file));
    std::atomic<int> accepted = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < threads_per_store; ++i) {
            threads.emplace_back([&] { accepted += accepted_by(*first); });
            threads.emplace_back([&] { accepted += accepted_by(*second); });
        }
    }
    CHECK(listed(*first, "key-ci").use.request_count == accepted.load());
    CHECK(listed(*second, "key-ci").use.request_count == accepted.load());
    return accepted.load();
}

void make_store(const std::filesystem::path& file, const ApiKey& key)
{
    const auto store = must(open_sqlite_store(file));
    add_owners(*store);
    add_key(*store, key);
}

}  // namespace

TEST_CASE("no thread of no process gets one request past the rate limit")
{
    const TempDir directory;
    ApiKey key = sample_key("ci");
    key.rate_limit = {.enabled = true, .max = 60, .window = milliseconds{60'000}};
    make_store(directory.path() / "azen.db", key);

    CHECK(accepted_in_all(directory.path() / "azen.db") == 60);
}

TEST_CASE("no thread of no process gets one request past the quota")
{
    const TempDir directory;
    ApiKey key = sample_key("ci");
    key.rate_limit.enabled = false;
    key.use.quota.remaining = 100;
    make_store(directory.path() / "azen.db", key);

    CHECK(accepted_in_all(directory.path() / "azen.db") == 100);
}

TEST_CASE("folds and checkpoints beside requests lose none of them")
{
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    const SqliteOptions in_slices{.fold = {.unfolded_bytes = 1, .rows_kept = 1, .keys_a_slice = 1}};
    ApiKey key = sample_key("ci");
    key.rate_limit.enabled = false;
    make_store(file, key);
    add_key(*must(open_sqlite_store(file)), sample_key("idle"));
    const auto first = must(open_sqlite_store(file, in_slices));
    const auto second = must(open_sqlite_store(file, in_slices));

    int accepted = 0;
    {
        const std::jthread maintenance{[&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                must(first->maintain());
                must(second->maintain());
            }
        }};
        for (int round = 0; round < 4; ++round) {
            accepted += accepted_by(*first) + accepted_by(*second);
        }
    }

    const auto third = must(open_sqlite_store(file));
    for (Store* store : {first.get(), second.get(), third.get()}) {
        CHECK(listed(*store, "key-ci").use.request_count == accepted);
    }
}
