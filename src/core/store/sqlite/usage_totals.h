#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/store/sqlite/journal.h"
#include "core/store/sqlite/unfolded.h"

#include <boost/unordered/unordered_flat_map.hpp>

namespace azen::sqlite {

/// The day's totals that the journal has and usage_days may not have yet. Knows nothing of the
/// database. For one thread at a time.
class UsageTotals {
public:
    /// The total of a slot, if the journal has one that is not folded.
    std::optional<UsageCount> find(const UsageSlot& slot) const;

    /// Replaces it.
    void put(const UsageSlot& slot, const UsageCount& total);

    /// The slots whose totals are not in usage_days.
    Unfolded<UsageSlot>& unfolded() { return unfolded_; }
    const Unfolded<UsageSlot>& unfolded() const { return unfolded_; }

    /// usage_days has the total now: forgets it, unless it has changed since the fold began.
    void written(const UsageSlot& slot);

    /// Gives back the memory of what has been forgotten.
    void shrink() { totals_.rehash(0); }

    /// Calls `each(slot, total)` for all that are held.
    template <typename Each>
    void for_each(Each&& each) const
    {
        for (const auto& [slot, entry] : totals_) {
            each(slot, entry.total);
        }
    }

    void clear();

private:
    struct Entry {
        UsageCount total;
        Unfolded<UsageSlot>::Mark mark = Unfolded<UsageSlot>::Mark::none;
    };
    struct Hasher {
        std::size_t operator()(const UsageSlot& slot) const noexcept;
    };

    boost::unordered_flat_map<UsageSlot, Entry, Hasher> totals_;
    Unfolded<UsageSlot> unfolded_;
};

}  // namespace azen::sqlite
