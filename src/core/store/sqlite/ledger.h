#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/store/sqlite/database.h"
#include "core/store/sqlite/journal.h"
#include "core/store/sqlite/key_cache.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// Keys in memory that are exact, and counting that costs one small insert a transaction. All calls
/// but trim() happen inside a write transaction, which catch_up() begins and committed() or
/// rolled_back() ends. For one thread at a time.
///
/// Invariant: for every key, row + journal rows after `folded_through_`, up to `cursor_` + what
/// this transaction recorded = what the cache says.
///
/// Why that holds across processes: writers take turns (BEGIN IMMEDIATE); whoever's turn it is
/// first reads what the others appended (SQLite's data_version tells whether anything was); a
/// folded journal row is kept until the next fold, so a process that has a turn at least once a
/// fold never misses one, and one that did miss some forgets its cache and starts afresh.
class Ledger {
public:
    explicit Ledger(Database& database) : database_{database} {}

    /// First thing in a transaction: takes in what other processes did since the last one.
    Result<void> catch_up();

    Result<void> find(std::span<const SecretHash> hashes, std::span<LiveSecret> found);
    void record_use(LiveKey& key, const KeyUse& use);
    void count(const UsageEntry& entry) { writer_.add(entry); }

    /// A key's row or secrets were written: tells the other processes, and this one's cache.
    Result<void> announce(std::int64_t row);

    /// Sets a key's use from the administrator's side. After announce() where both are due.
    void set_use(std::int64_t row, const KeyUse& use);

    /// Appends what was recorded to the journal. Last thing before a commit.
    Result<void> flush();

    /// flush(), then moves the journal into the rows, so that plain SQL reads the truth.
    Result<void> fold();

    /// Whether the journal has grown long, or nothing was added since this was last asked: folding
    /// costs a row a key, so the more requests of a key share it, the better.
    bool is_fold_due();

    /// The transaction is gone, and with it all that was recorded.
    void rolled_back();

    /// Bounds the cache. Between transactions.
    void trim();

private:
    /// The last journal row known; of no meaning before the first catch_up().
    std::int64_t last_row() const { return cursor_.value_or(folded_through_); }

    Result<void> read_tail();
    Result<void> apply(const JournalReader& row);
    Result<LiveSecret> load(const SecretHash& hash);
    Result<LiveKey*> load_key(std::int64_t row);
    Result<void> load_secrets(LiveKey& key);

    Database& database_;
    KeyCache cache_;
    JournalWriter writer_;
    std::vector<LiveKey*> used_;          // keys whose use was recorded in this transaction
    std::optional<std::int64_t> cursor_;  // last journal row known; nullopt: start afresh
    std::int64_t folded_through_ = 0;
    std::int64_t unfolded_when_asked_ = 0;
    std::int64_t data_version_ = -1;
};

}  // namespace azen::sqlite
