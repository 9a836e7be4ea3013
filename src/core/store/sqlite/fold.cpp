#include "core/store/sqlite/fold.h"

#include <algorithm>

#include "core/store/sqlite/ledger.h"
#include "core/store/sqlite/usage_rows.h"

namespace azen::sqlite {
namespace {

void write_key(Database& database, std::int64_t row, const KeyUse& use)
{
    Query{database,
          "UPDATE key_use SET bucket_missing = ?, bucket_updated_at = ?, remaining = ?, "
          "last_refill_at = ?, request_count = ?, last_request = ? WHERE key = ?",
          use.bucket.missing,
          use.bucket.updated_at,
          use.quota.remaining,
          use.quota.last_refill_at,
          use.request_count,
          use.last_request,
          row}
        .run();
}

/// The next `count` of `all` from `done` on, which it moves.
template <typename Id>
std::span<const Id> take_slice(const std::vector<Id>& all, std::size_t& done, std::size_t count)
{
    const std::span<const Id> slice =
        std::span{all}.subspan(done, std::min(count, all.size() - done));
    done += slice.size();
    return slice;
}

}  // namespace

FoldPlan Ledger::plan_fold()
{
    return {.through = last_row(),
            .epoch = epoch_,
            .entries = unfolded_entries_,
            .bytes = unfolded_bytes_,
            .keys = cache_.unfolded().take(),
            .usage = totals_.unfolded().take()};
}

void Ledger::write_keys(FoldPlan& plan)
{
    for (const std::int64_t row : take_slice(plan.keys, plan.keys_done, limits_.keys_a_slice)) {
        if (const auto use = cache_.find_use(row)) {
            write_key(database_, row, *use);
        }
        cache_.use_written(row);
    }
}

void Ledger::write_usage(FoldPlan& plan)
{
    for (const UsageSlot& slot : take_slice(plan.usage, plan.usage_done, limits_.keys_a_slice)) {
        if (const auto total = totals_.find(slot)) {
            write_total(database_, slot, *total);
        }
        totals_.written(slot);
    }
}

Result<bool> Ledger::fold_slice(FoldPlan& plan)
{
    if (plan.epoch != epoch_) {
        return false;  // the journal is as long as before, and the next fold takes all of it
    }
    return guarded([&]() -> Result<bool> {
        if (!plan.is_written()) {
            plan.keys_done < plan.keys.size() ? write_keys(plan) : write_usage(plan);
            return true;
        }
        return finish_fold(plan);
    });
}

/// Says that the rows have it all, then deletes what nobody needs any more.
Result<bool> Ledger::finish_fold(const FoldPlan& plan)
{
    if (folded_through_ < plan.through) {
        Query{database_, "UPDATE journal_fold SET folded_through = ?", plan.through}.run();
        folded_through_ = plan.through;
        unfolded_entries_ = std::max<std::int64_t>(unfolded_entries_ - plan.entries, 0);
        unfolded_bytes_ = std::max<std::int64_t>(unfolded_bytes_ - plan.bytes, 0);
        totals_.shrink();
    }
    return Query{database_,
                 "DELETE FROM journal WHERE seq <= ? AND seq < (SELECT min(seq) FROM journal) + ?",
                 plan.through - limits_.rows_kept,
                 static_cast<std::int64_t>(limits_.keys_a_slice)}
               .run() > 0;
}

}  // namespace azen::sqlite
