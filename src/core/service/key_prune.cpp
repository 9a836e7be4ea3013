#include "core/service/key_prune.h"

#include <algorithm>

#include "core/service/key_inventory.h"

namespace azen::key_prune {
namespace {

// Servers wait for a transaction: a few milliseconds are not felt.
constexpr std::size_t keys_at_once = 200;

/// What decides on a key.
struct Judge {
    const DeathPolicy& policy;
    Timestamp now;
    const KeyScope& scope;

    std::optional<Death> find_death(const ApiKey& key) const
    {
        return scope.covers(key.organization_id, key.user_id) ? azen::find_death(key, policy, now)
                                                              : std::nullopt;
    }
};

Result<std::vector<DeadKey>> find_still_dead(KeyRecords& keys,
                                             std::span<const std::string> ids,
                                             const Judge& judge)
{
    std::vector<DeadKey> dead;
    for (const std::string& id : ids) {
        auto key = TRY(keys.find(id));
        const auto death = key ? judge.find_death(*key) : std::nullopt;
        if (death) {
            dead.push_back({.key = *std::move(key), .death = *death});
        }
    }
    return dead;
}

Result<void> remove_some(Store& store,
                         std::span<const std::string> ids,
                         const Judge& judge,
                         std::vector<DeadKey>& removed)
{
    const auto transaction = TRY(store.begin(Durability::power_loss));
    auto dead = TRY(find_still_dead(transaction->records(), ids, judge));
    for (const DeadKey& each : dead) {
        TRY(transaction->records().erase(each.key.id));
    }
    TRY(transaction->commit());
    std::ranges::move(dead, std::back_inserter(removed));
    return {};
}

}  // namespace

Result<std::vector<DeadKey>> find(Store& store,
                                  const DeathPolicy& policy,
                                  Timestamp now,
                                  const KeyScope& scope)
{
    std::vector<DeadKey> dead;
    const auto visit = [&](const KeyRecord& record) -> Result<void> {
        if (const auto death = find_death(record.key, policy, now)) {
            dead.push_back({.key = record.key, .death = *death});
        }
        return {};
    };
    TRY(key_inventory::for_each(store, visit, scope));
    return dead;
}

Result<std::vector<DeadKey>> remove(Store& store,
                                    std::span<const std::string> ids,
                                    const DeathPolicy& policy,
                                    Timestamp now,
                                    const KeyScope& scope)
{
    const Judge judge{.policy = policy, .now = now, .scope = scope};
    std::vector<DeadKey> removed;
    while (!ids.empty()) {
        const auto some = ids.first(std::min(ids.size(), keys_at_once));
        TRY(remove_some(store, some, judge, removed));
        ids = ids.subspan(some.size());
    }
    return removed;
}

}  // namespace azen::key_prune
