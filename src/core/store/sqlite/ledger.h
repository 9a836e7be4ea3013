#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/store/sqlite/database.h"
#include "core/store/sqlite/fold.h"
#include "core/store/sqlite/journal.h"
#include "core/store/sqlite/key_cache.h"
#include "core/store/sqlite/sqlite_store.h"
#include "core/store/sqlite/usage_totals.h"

namespace azen::sqlite {

/// Keys in memory that are exact, and counting that costs one small insert a transaction. All calls
/// but read_ahead() and trim() happen inside a write transaction, which catch_up() begins and
/// flush() or rolled_back() ends. For one thread at a time.
///
/// Invariant: for every key, row + journal rows after `folded_through_`, up to `cursor_` + what
/// this transaction recorded = what the cache says; and the same of usage.
///
/// Why that holds across processes: writers take turns (BEGIN IMMEDIATE); whoever's turn it is
/// first reads what the others appended (SQLite's data_version tells whether anything was); the
/// last rows of the journal stay when they are folded, so a process that has a turn every second
/// misses none, and one that did miss some forgets its cache and starts afresh.
class Ledger {
public:
    Ledger(Database& database, const FoldLimits& limits) : database_{database}, limits_{limits} {}

    /// Before the first transaction: reads most of what catch_up() would, while others go on.
    Result<void> read_ahead();

    /// First thing in a transaction: takes in what other processes did since the last one.
    Result<void> catch_up();

    Result<void> find(std::span<const SecretHash> hashes, std::span<LiveSecret> found);
    void record_use(LiveKey& key, const KeyUse& use) { cache_.record_use(key, use); }
    void count(const UsageEntry& difference) { counted_.push_back(difference); }

    /// A key's row or secrets were written: tells the other processes, and this one's cache.
    Result<void> announce(std::int64_t row);

    /// The same of a key whose row is gone.
    void announce_erased(std::int64_t row);

    /// Sets a key's use from the administrator's side. After announce() where both are due.
    void set_use(std::int64_t row, const KeyUse& use) { cache_.record_use(row, use); }

    /// What the journal and this transaction say beyond the rows. For whoever reads rows.
    std::optional<KeyUse> find_use(std::int64_t row) { return cache_.find_use(row); }
    Result<const UsageTotals*> usage();

    /// Appends what was recorded to the journal. Last thing before a commit.
    Result<void> flush();

    /// Whether the journal is worth folding: many entries a key, or a great many, or nothing was
    /// added since this was last asked.
    bool is_fold_due();

    /// Begins a fold, of all that is committed. Not after anything was recorded.
    FoldPlan plan_fold();

    /// Writes a part of the plan, which takes about half a millisecond. False: it was the last one.
    Result<bool> fold_slice(FoldPlan& plan);

    /// What is known of a key already; nullptr: nothing.
    const LiveKey* peek(std::int64_t row) { return cache_.find_key(row); }

    /// The transaction is gone, and with it all that was recorded.
    void rolled_back();

    /// Whether this transaction has counted, charged or announced anything that is not flushed.
    bool has_pending() const
    {
        return !writer_.empty() || !counted_.empty() || !cache_.recorded().empty();
    }

    /// Bounds the cache. Between transactions.
    void trim();

private:
    /// The last journal row known; of no meaning before the first catch_up().
    std::int64_t last_row() const { return cursor_.value_or(folded_through_); }

    Result<void> read_tail();
    Result<void> apply(const JournalReader& row);
    Result<UsageCount> total_of(const UsageSlot& slot);
    Result<void> add_counted();
    void write_keys(FoldPlan& plan);
    void write_usage(FoldPlan& plan);
    Result<bool> finish_fold(const FoldPlan& plan);

    Database& database_;
    FoldLimits limits_;
    KeyCache cache_;
    UsageTotals totals_;
    JournalWriter writer_;
    std::vector<UsageEntry> counted_;     // differences that this transaction recorded
    std::optional<std::int64_t> cursor_;  // last journal row known; nullopt: start afresh
    std::int64_t folded_through_ = 0;
    std::int64_t data_version_ = -1;
    std::uint64_t epoch_ = 0;  // grows when the cache is forgotten

    // How much is not folded, as far as this process has seen it.
    std::int64_t unfolded_entries_ = 0;
    std::int64_t unfolded_bytes_ = 0;
    std::int64_t entries_when_asked_ = 0;
};

}  // namespace azen::sqlite
