#include "core/store/sqlite/usage_totals.h"

#include <boost/container_hash/hash.hpp>

namespace azen::sqlite {

std::size_t UsageTotals::Hasher::operator()(const UsageSlot& slot) const noexcept
{
    std::size_t seed = 0;
    boost::hash_combine(seed, slot.key);
    boost::hash_combine(seed, slot.day.time_since_epoch().count());
    boost::hash_combine(seed, static_cast<unsigned>(slot.group));
    return seed;
}

std::optional<UsageCount> UsageTotals::find(const UsageSlot& slot) const
{
    const auto found = totals_.find(slot);
    return found == totals_.end() ? std::nullopt : std::optional{found->second.total};
}

void UsageTotals::put(const UsageSlot& slot, const UsageCount& total)
{
    Entry& entry = totals_[slot];
    entry.total = total;
    entry.mark = unfolded_.add(entry.mark, slot);
}

void UsageTotals::written(const UsageSlot& slot)
{
    const auto found = totals_.find(slot);
    if (found == totals_.end()) {
        return;
    }
    found->second.mark = unfolded_.written(found->second.mark);
    if (found->second.mark == Unfolded<UsageSlot>::Mark::none) {
        totals_.erase(found);
    }
}

void UsageTotals::clear()
{
    totals_.clear();
    unfolded_.clear();
}

}  // namespace azen::sqlite
