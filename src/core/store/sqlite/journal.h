#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/key/api_key.h"
#include "core/usage/usage.h"

/// The journal: what requests change, appended as one row a transaction instead of one UPDATE a
/// key, and folded into the keys' rows later.
///
/// Constraints: a tick of 64 requests to 64 keys must cost about what one small insert costs; a
/// process that has seen the journal up to a row must be able to learn everything that happened
/// since by reading on; reading an entry twice must do no harm, so that folding can be done in
/// slices, beside requests.
///
/// Hence a row is a sequence of entries, without a header or a count, and each entry is a whole
/// state, never a difference: the last one wins.
///
///   use     = 'U' key missing updated_at remaining [last_refill_at] request_count last_request
///   changed = 'C' key
///   usage   = 'T' key day group success error
///
/// All but the letters are LEB128 varints of 64-bit two's complement. An optional value is 0 when
/// absent, else value + 1. Times are zigzag-coded differences to the first `updated_at` of the row
/// (that one to 0): requests of one tick share their time, so nearly all of them take one byte.
/// `last_refill_at` is there only with a quota. `changed` says that the key's own row or its
/// secrets were written; `usage` has the day's totals.
///
/// Rejected: fixed-width records (four times the bytes into the log), one row a key (540 us a tick
/// against 12), JSON (both).
namespace azen::sqlite {

/// A key's whole use. Without a quota, `quota.last_refill_at` is not kept.
struct UseEntry {
    std::int64_t key = 0;  // keys.row, here and below
    KeyUse use;
    bool operator==(const UseEntry&) const = default;
};

struct ChangedEntry {
    std::int64_t key = 0;
    bool operator==(const ChangedEntry&) const = default;
};

/// What is counted apart: one key's requests in one group on one UTC day.
struct UsageSlot {
    std::int64_t key = 0;
    std::chrono::sys_days day;
    UsageGroup group = UsageGroup::memory_create;
    auto operator<=>(const UsageSlot&) const = default;
};

struct UsageCount {
    std::int64_t success = 0;
    std::int64_t error = 0;
    bool operator==(const UsageCount&) const = default;
};

struct UsageEntry {
    UsageSlot slot;
    UsageCount total;
    bool operator==(const UsageEntry&) const = default;
};

using JournalEntry = std::variant<UseEntry, ChangedEntry, UsageEntry>;

/// Packs entries into a row.
class JournalWriter {
public:
    void add(const UseEntry& entry);
    void add(const ChangedEntry& entry);
    void add(const UsageEntry& entry);

    std::span<const std::byte> bytes() const { return bytes_; }
    std::int64_t entries() const { return entries_; }
    bool empty() const { return bytes_.empty(); }
    void clear();  // keeps the capacity

private:
    void begin(std::byte letter);
    void put(std::int64_t value);
    void put_difference(Timestamp time);

    std::vector<std::byte> bytes_;
    std::int64_t entries_ = 0;
    std::optional<Timestamp> base_;
};

/// Unpacks a row, entry by entry. `row` must outlive the reader.
class JournalReader {
public:
    explicit JournalReader(std::span<const std::byte> row) : rest_{row} {}

    /// The next entry; nullopt at the end; ErrorKind::store for bytes that are no journal.
    Result<std::optional<JournalEntry>> next();

private:
    std::int64_t take();
    Timestamp take_difference();
    UseEntry take_use();
    UsageEntry take_usage();

    std::span<const std::byte> rest_;
    std::optional<Timestamp> base_;
    bool is_damaged_ = false;  // sticky: one check an entry instead of one a number
};

}  // namespace azen::sqlite
