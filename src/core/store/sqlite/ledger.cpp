#include "core/store/sqlite/ledger.h"

#include <SQLiteCpp/Transaction.h>

#include <algorithm>

#include "core/store/sqlite/live_key_rows.h"

namespace azen::sqlite {
namespace {

/// About 250 MB.
constexpr std::size_t max_cached_keys = 2'000'000;

/// Folding costs a row a key: it is worth it when so many requests share the row, and there are so
/// many that the transactions of a fold do not count.
constexpr std::int64_t entries_worth_a_row = 8;
constexpr std::int64_t entries_worth_a_fold = 1'000;

}  // namespace

Result<void> Ledger::read_ahead()
{
    if (cursor_) {
        return {};
    }
    return guarded([&]() -> Result<void> {
        SQLite::Transaction transaction{database_.handle()};
        TRY(read_tail());
        transaction.commit();
        return {};
    });
}

Result<void> Ledger::catch_up()
{
    return guarded([&]() -> Result<void> {
        Query version{database_, "PRAGMA data_version"};
        version.step();
        if (cursor_ && version.integer(0) == data_version_) {
            return {};
        }
        TRY(read_tail());
        data_version_ = version.integer(0);
        return {};
    });
}

Result<void> Ledger::read_tail()
{
    Query state{database_,
                "SELECT folded_through, (SELECT min(seq) FROM journal) FROM journal_fold"};
    state.step();
    if (state.integer(0) != folded_through_) {
        // Another process has folded; what came after that is a little of what was counted here.
        folded_through_ = state.integer(0);
        unfolded_entries_ = unfolded_bytes_ = 0;
    }
    const std::int64_t oldest = state.optional_integer(1).value_or(0);
    if (!cursor_ || *cursor_ + 1 < oldest) {
        rolled_back();
        cursor_ = folded_through_;
    }
    Query tail{database_, "SELECT seq, entries FROM journal WHERE seq > ? ORDER BY seq", *cursor_};
    while (tail.step()) {
        const std::span<const std::byte> entries = tail.blob(1);
        TRY(apply(JournalReader{entries}));
        unfolded_bytes_ += static_cast<std::int64_t>(entries.size());
        cursor_ = tail.integer(0);
    }
    return {};
}

Result<void> Ledger::apply(const JournalReader& row)
{
    JournalReader reader = row;
    while (auto entry = TRY(reader.next())) {
        if (const auto* use = std::get_if<UseEntry>(&*entry)) {
            cache_.apply_use(use->key, use->use);
        } else if (const auto* usage = std::get_if<UsageEntry>(&*entry)) {
            totals_.put(usage->slot, usage->total);
        } else if (const auto* changed = std::get_if<ChangedEntry>(&*entry)) {
            cache_.drop(changed->key);
            cache_.forget_absent();
        }
        ++unfolded_entries_;
    }
    return {};
}

Result<void> Ledger::find(std::span<const SecretHash> hashes, std::span<LiveSecret> found)
{
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (const auto held = cache_.find_secret(hashes[i])) {
            found[i] = *held;
        } else if (cache_.is_absent(hashes[i])) {
            found[i] = {};
        } else {
            found[i] =
                TRY(guarded([&] { return live_key_rows::load(database_, cache_, hashes[i]); }));
        }
    }
    return {};
}

Result<void> Ledger::announce(std::int64_t row)
{
    writer_.add(ChangedEntry{.key = row});
    cache_.forget_absent();
    if (cache_.find_key(row) == nullptr) {
        return {};
    }
    // In place, because requests later in this batch hold pointers to the key.
    return guarded([&] { return live_key_rows::reload(database_, cache_, row); });
}

void Ledger::announce_erased(std::int64_t row)
{
    writer_.add(ChangedEntry{.key = row});
    cache_.drop(row);
}

Result<UsageCount> Ledger::total_of(const UsageSlot& slot)
{
    if (const auto total = totals_.find(slot)) {
        return *total;
    }
    return guarded([&]() -> Result<UsageCount> {
        Query row{database_,
                  "SELECT success, error FROM usage_days "
                  "WHERE key = ? AND day = ? AND usage_group = ?",
                  slot.key,
                  std::int64_t{slot.day.time_since_epoch().count()},
                  static_cast<std::int64_t>(slot.group)};
        return row.step() ? UsageCount{.success = row.integer(0), .error = row.integer(1)}
                          : UsageCount{};
    });
}

Result<void> Ledger::add_counted()
{
    // Requests of one key share an entry.
    std::ranges::sort(counted_, {}, &UsageEntry::slot);
    for (std::size_t i = 0; i < counted_.size(); ++i) {
        const UsageSlot slot = counted_[i].slot;
        UsageCount total = TRY(total_of(slot));
        total.success += counted_[i].total.success;
        total.error += counted_[i].total.error;
        totals_.put(slot, total);
        if (i + 1 == counted_.size() || counted_[i + 1].slot != slot) {
            writer_.add(UsageEntry{.slot = slot, .total = total});
        }
    }
    counted_.clear();
    return {};
}

Result<const UsageTotals*> Ledger::usage()
{
    TRY(add_counted());
    return &totals_;
}

Result<void> Ledger::flush()
{
    TRY(add_counted());
    for (const LiveKey* key : cache_.recorded()) {
        writer_.add(UseEntry{.key = key->row(), .use = key->use()});
    }
    cache_.forget_recorded();
    if (writer_.empty()) {
        return {};
    }
    return guarded([&]() -> Result<void> {
        const std::int64_t next = last_row() + 1;
        Query{database_, "INSERT INTO journal VALUES (?, ?)", next, writer_.bytes()}.run();
        cursor_ = next;
        unfolded_entries_ += writer_.entries();
        unfolded_bytes_ += static_cast<std::int64_t>(writer_.bytes().size());
        writer_.clear();
        return {};
    });
}

bool Ledger::is_fold_due()
{
    const auto unfolded =
        static_cast<std::int64_t>(cache_.unfolded().size() + totals_.unfolded().size());
    const bool quiet = unfolded_entries_ == entries_when_asked_;
    entries_when_asked_ = unfolded_entries_;
    const bool worth = unfolded_entries_ >= entries_worth_a_fold &&
                       unfolded_entries_ >= entries_worth_a_row * unfolded;
    return folded_through_ < last_row() &&
           (quiet || worth || unfolded_bytes_ >= limits_.unfolded_bytes);
}

void Ledger::rolled_back()
{
    ++epoch_;
    cache_.clear();
    totals_.clear();
    writer_.clear();
    counted_.clear();
    cursor_.reset();
    unfolded_entries_ = unfolded_bytes_ = 0;
}

void Ledger::trim()
{
    if (cache_.size() > max_cached_keys) {
        cache_.evict_unchanged();
    }
}

}  // namespace azen::sqlite
