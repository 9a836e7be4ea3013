// Several processes share one store, do things in any order and die at any moment; a plain model
// says what everyone must see.

#include <rapidcheck.h>

#include <map>

#include <doctest/doctest.h>

#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

constexpr std::size_t process_count = 3;
constexpr std::size_t key_count = 4;

struct ModelKey {
    std::int64_t requests = 0;
    bool enabled = true;
};

class World {
public:
    World()
    {
        add_owners(*process(0));
        for (std::size_t i = 0; i < key_count; ++i) {
            add_key(*process(0), sample_key(name(i)));
        }
    }

    void charge_some(std::size_t who, const std::vector<std::size_t>& keys, bool commit)
    {
        const auto transaction = must(process(who)->begin(Durability::process_crash));
        for (const std::size_t key : keys) {
            charge(*transaction, "secret-" + name(key));
        }
        if (commit) {
            must(transaction->commit());
            for (const std::size_t key : keys) {
                ++model_.at(key).requests;
            }
        }
    }

    void toggle(std::size_t who, std::size_t key)
    {
        const auto transaction = must(process(who)->begin(Durability::power_loss));
        ApiKey record =
            must(transaction->keys().list({.reference = name(key), .limit = 1})).front();
        record.enabled = !record.enabled;
        must(transaction->keys().update(record));
        must(transaction->commit());
        model_.at(key).enabled = record.enabled;
    }

    void maintain(std::size_t who) { must(process(who)->maintain()); }
    void settle(std::size_t who) { must(process(who)->settle()); }

    /// Dies without a word and starts again.
    void restart(std::size_t who) { processes_.at(who).reset(); }

    void check_live(std::size_t who)
    {
        const auto transaction = must(process(who)->begin(Durability::process_crash));
        for (std::size_t i = 0; i < key_count; ++i) {
            const LiveSecret found = find_one(*transaction, "secret-" + name(i));
            RC_ASSERT(found.key != nullptr);
            RC_ASSERT(found.key->use().request_count == model_.at(i).requests);
            RC_ASSERT(found.key->enabled() == model_.at(i).enabled);
        }
    }

    void check_rows(std::size_t who)
    {
        for (std::size_t i = 0; i < key_count; ++i) {
            const ApiKey key = listed(*process(who), name(i));
            RC_ASSERT(key.use.request_count == model_.at(i).requests);
            RC_ASSERT(key.enabled == model_.at(i).enabled);
        }
    }

private:
    static std::string name(std::size_t key) { return "k" + std::to_string(key); }

    Store* process(std::size_t who)
    {
        auto& store = processes_.at(who);
        if (!store) {
            // Small limits: every fold takes several transactions and deletes what it may.
            store = must(open_sqlite_store(
                directory_.path() / "azen.db",
                {.fold = {.unfolded_bytes = 64, .rows_kept = 3, .keys_a_slice = 1}}));
        }
        return store.get();
    }

    TempDir directory_;
    std::array<std::unique_ptr<Store>, process_count> processes_;
    std::array<ModelKey, key_count> model_{};
};

void step(World& world)
{
    const auto who = *rc::gen::inRange<std::size_t>(0, process_count);
    const auto keys =
        *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, key_count));
    switch (*rc::gen::inRange(0, 9)) {
        case 0: world.maintain(who); break;
        case 5: world.settle(who); break;
        case 1: world.toggle(who, *rc::gen::inRange<std::size_t>(0, key_count)); break;
        case 2: world.restart(who); break;
        case 3: world.charge_some(who, keys, false); break;
        case 4: world.check_rows(who); break;
        default: world.charge_some(who, keys, true); break;
    }
}

}  // namespace

TEST_CASE("whatever processes do, every one of them sees every request counted once")
{
    CHECK(rc::check("processes on one store", [] {
        World world;
        const int steps = *rc::gen::inRange(1, 40);
        for (int i = 0; i < steps; ++i) {
            step(world);
            world.check_live(*rc::gen::inRange<std::size_t>(0, process_count));
        }
        for (std::size_t who = 0; who < process_count; ++who) {
            world.check_live(who);
            world.check_rows(who);
        }
    }));
}
