#include "core/service/key_prune.h"

#include <algorithm>

#include "core/service/key_inventory.h"

namespace azen::key_prune {
namespace {

// Servers wait for a transaction: a few milliseconds are not felt.
constexpr std::size_t keys_at_once = 200;

Result<std::vector<DeadKey>> find_still_dead(KeyRecords& keys,
                                             std::span<const std::string> ids,
                                             const DeathPolicy& policy,
                                             Timestamp now)
{
    std::vector<DeadKey> dead;
    for (const std::string& id : ids) {
        auto key = TRY(keys.find(id));
        const auto death = key ? find_death(*key, policy, now) : std::nullopt;
        if (death) {
            dead.push_back({.key = *std::move(key), .death = *death});
        }
    }
    return dead;
}

Result<void> remove_some(Store& store,
                         std::span<const std::string> ids,
                         const DeathPolicy& policy,
                         Timestamp now,
                         std::vector<DeadKey>& removed)
{
    const auto transaction = TRY(store.begin(Durability::power_loss));
    auto dead = TRY(find_still_dead(transaction->records(), ids, policy, now));
    for (const DeadKey& each : dead) {
        TRY(transaction->records().erase(each.key.id));
    }
    TRY(transaction->commit());
    std::ranges::move(dead, std::back_inserter(removed));
    return {};
}

}  // namespace

Result<std::vector<DeadKey>> find(Store& store, const DeathPolicy& policy, Timestamp now)
{
    std::vector<DeadKey> dead;
    TRY(key_inventory::for_each(store, [&](const KeyRecord& record) -> Result<void> {
        if (const auto death = find_death(record.key, policy, now)) {
            dead.push_back({.key = record.key, .death = *death});
        }
        return {};
    }));
    return dead;
}

Result<std::vector<DeadKey>> remove(Store& store,
                                    std::span<const std::string> ids,
                                    const DeathPolicy& policy,
                                    Timestamp now)
{
    std::vector<DeadKey> removed;
    while (!ids.empty()) {
        const auto some = ids.first(std::min(ids.size(), keys_at_once));
        TRY(remove_some(store, some, policy, now, removed));
        ids = ids.subspan(some.size());
    }
    return removed;
}

}  // namespace azen::key_prune
