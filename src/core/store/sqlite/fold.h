#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/store/sqlite/journal.h"

namespace azen::sqlite {

/// Moving what the journal says into key_use and usage_days. A million keys take a second, and
/// requests cannot wait that long: so a fold is cut into slices, each in a transaction of its own,
/// and requests have their turns in between. It may stop anywhere and leave no harm: what is
/// written is whole states, which the journal, as long as it is there, says once more.
///
/// Made by Ledger::plan_fold(), used up by Ledger::fold_slice(). Belongs to one thread.
struct FoldPlan {
    std::int64_t through = 0;  // the journal's last row when the fold began
    std::uint64_t epoch = 0;   // of the ledger: a plan does not survive a rollback
    std::int64_t entries = 0;  // how much there is in the journal up to that row
    std::int64_t bytes = 0;

    std::vector<std::int64_t> keys;  // what to write, sorted to walk the tables from front to back
    std::vector<UsageSlot> usage;
    std::size_t keys_done = 0;
    std::size_t usage_done = 0;

    bool is_written() const { return keys_done == keys.size() && usage_done == usage.size(); }
};

}  // namespace azen::sqlite
