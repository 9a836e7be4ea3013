// Usage: azen_bench_fill STORE SECRETS KEYS MEMORIES limited|unlimited
//
// Makes a store with that many keys and memories, all of one organization, and a file with the
// keys' secrets, one a line, in order of creation. Both files must be absent. Keys that are limited
// have a limit that no benchmark reaches: it has to be computed, not to refuse.

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/uuid.h"
#include "core/memory/master_key.h"
#include "core/service/memory_service.h"
#include "core/store/sqlite/sqlite_store.h"

namespace azen::bench {
namespace {

// Large enough to share the price of a transaction, small enough to keep the log small.
constexpr std::int64_t rows_per_transaction = 20'000;

struct Wanted {
    std::string store;
    std::string secrets;
    std::int64_t keys = 0;
    std::int64_t memories = 0;
    RateLimit rate_limit;
};

Result<std::int64_t> parse_count(std::string_view text)
{
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size() || count < 0) {
        return fail(ErrorKind::invalid, fmt::format("not a count: {}", text));
    }
    return count;
}

Result<Wanted> parse(std::span<char*> arguments)
{
    const std::string_view limits = arguments.size() == 6 ? arguments[5] : "";
    if (limits != "limited" && limits != "unlimited") {
        return fail(ErrorKind::invalid,
                    "usage: azen_bench_fill STORE SECRETS KEYS MEMORIES limited|unlimited");
    }
    Wanted wanted{.store = arguments[1], .secrets = arguments[2]};
    wanted.keys = TRY(parse_count(arguments[3]));
    wanted.memories = TRY(parse_count(arguments[4]));
    wanted.rate_limit = {.enabled = limits == "limited", .max = max_rate_limit_max};
    return wanted;
}

struct Owner {
    Organization organization;
    User user;
};

Result<Owner> make_owner(Store& store, RandomSource& random, Timestamp now)
{
    Owner owner{.organization = {.id = make_uuid(random),
                                 .name = "bench",
                                 .slug = "bench",
                                 .created_at = now},
                .user = {.id = make_uuid(random), .name = "bench", .created_at = now}};
    const auto transaction = TRY(store.begin(Durability::process_crash));
    TRY(transaction->accounts().insert(owner.organization));
    TRY(transaction->accounts().insert(owner.user));
    TRY(transaction->commit());
    return owner;
}

/// Calls `add(transaction, i)` for each i below `count`.
template <class Add>
Result<void> in_transactions(Store& store, std::int64_t count, const Add& add)
{
    for (std::int64_t first = 0; first < count; first += rows_per_transaction) {
        const auto transaction = TRY(store.begin(Durability::process_crash));
        const std::int64_t end = std::min(count, first + rows_per_transaction);
        for (std::int64_t i = first; i < end; ++i) {
            TRY(add(*transaction, i));
        }
        TRY(transaction->commit());
    }
    return {};
}

ApiKey make_key(const Wanted& wanted, const Owner& owner, RandomSource& random, Timestamp now)
{
    ApiKey key;
    key.id = make_uuid(random);
    key.prefix = key_secret::default_prefix;
    key.user_id = owner.user.id;
    key.organization_id = owner.organization.id;
    key.rate_limit = wanted.rate_limit;
    key.use.quota.last_refill_at = now;
    key.permissions = Permissions::defaults();
    key.created_at = now;
    key.updated_at = now;
    return key;
}

Result<void> add_keys(Store& store, const Wanted& wanted, const Owner& owner, RandomSource& random)
{
    std::ofstream secrets{wanted.secrets};
    const Timestamp now = SystemClock{}.now();
    const auto add = [&](Transaction& transaction, std::int64_t i) -> Result<void> {
        const Secret secret = key_secret::make(key_secret::default_prefix, random);
        ApiKey key = make_key(wanted, owner, random, now);
        key.name = fmt::format("key-{}", i);
        key.start = key_secret::start_of(secret.reveal(), key.prefix);
        secrets << secret.reveal() << '\n';
        return transaction.keys().insert(key,
                                         {.hash = key_secret::hash(secret.reveal()),
                                          .start = key.start,
                                          .state = SecretState::active,
                                          .not_after = {},
                                          .created_at = now});
    };
    TRY(in_transactions(store, wanted.keys, add));
    if (!secrets.flush()) {
        return fail(ErrorKind::store, "cannot write " + wanted.secrets);
    }
    return {};
}

/// Fifteen words, drawn as words are in language: the k-th of the vocabulary with a probability of
/// about 1/k.
std::string make_text(std::mt19937_64& draw)
{
    constexpr double vocabulary = 5'000;
    std::uniform_real_distribution<double> logarithm{0, std::log(vocabulary)};
    std::string text = "Memory:";
    for (int word = 0; word < 15; ++word) {
        text += fmt::format(" word{}", std::lround(std::exp(logarithm(draw))));
    }
    return text;
}

Result<void> add_memories(Store& store,
                          const Wanted& wanted,
                          const Owner& owner,
                          RandomSource& random)
{
    const std::string key_file = wanted.store + ".master-key";
    const auto read_keys = [&]() -> Result<std::vector<MasterKey>> {
        auto keys = TRY(read_master_keys(key_file));
        return *std::move(keys);
    };
    TRY(create_master_key(key_file, random));
    std::vector<MasterKey> keys = TRY(read_keys());
    Keyring keyring{std::move(keys), read_keys, random};
    const MemoryService memories{keyring, random};
    const Timestamp now = SystemClock{}.now();
    std::mt19937_64 draw{1};  // the same texts in every store
    const auto add = [&](Transaction& transaction, std::int64_t) -> Result<void> {
        const NewMemory memory{.text = make_text(draw), .dedup_key = {}};
        TRY(memories.create(transaction, owner.organization.id, memory, now));
        return {};
    };
    return in_transactions(store, wanted.memories, add);
}

Result<void> run(std::span<char*> arguments)
{
    const Wanted wanted = TRY(parse(arguments));
    SystemRandom random;
    const auto store = TRY(open_sqlite_store(wanted.store));
    const Owner owner = TRY(make_owner(*store, random, SystemClock{}.now()));
    TRY(add_keys(*store, wanted, owner, random));
    TRY(add_memories(*store, wanted, owner, random));
    return store->settle();
}

}  // namespace
}  // namespace azen::bench

int main(int argc, char** argv)
{
    umask(S_IRWXG | S_IRWXO);
    const auto done = azen::bench::run({argv, static_cast<std::size_t>(argc)});
    if (!done) {
        fmt::print(stderr, "azen_bench_fill: error: {}\n", done.error().message);
        return 1;
    }
    return 0;
}
