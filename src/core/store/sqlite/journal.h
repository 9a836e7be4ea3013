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
/// since by reading on; reading an entry twice must do no harm where it can be avoided.
///
/// Hence a row is a sequence of entries, without a header or a count:
///
///   use     = 'U' key missing updated_at remaining last_refill_at request_count last_request
///   changed = 'C' key
///   usage   = 'R' key day group success error
///
/// All but the letters are LEB128 varints of 64-bit two's complement; an optional value is 0 when
/// absent, else value + 1. A `use` is the key's whole state, not a difference, so the last one
/// wins. `changed` says that the key's own row or its secrets were written. `usage` is a
/// difference.
///
/// Rejected: fixed-width records (three times the bytes into the log), one row a key (540 us a tick
/// against 12), JSON (both).
namespace azen::sqlite {

struct UseEntry {
    std::int64_t key = 0;  // keys.row, here and below
    KeyUse use;
    bool operator==(const UseEntry&) const = default;
};

struct ChangedEntry {
    std::int64_t key = 0;
    bool operator==(const ChangedEntry&) const = default;
};

struct UsageEntry {
    std::int64_t key = 0;
    std::chrono::sys_days day;
    UsageGroup group = UsageGroup::memory_create;
    std::int64_t success = 0;
    std::int64_t error = 0;
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
    bool empty() const { return bytes_.empty(); }
    void clear() { bytes_.clear(); }  // keeps the capacity

private:
    void put(std::int64_t value);

    std::vector<std::byte> bytes_;
};

/// Unpacks a row, entry by entry. `row` must outlive the reader.
class JournalReader {
public:
    explicit JournalReader(std::span<const std::byte> row) : rest_{row} {}

    /// The next entry; nullopt at the end; ErrorKind::store for bytes that are no journal.
    Result<std::optional<JournalEntry>> next();

private:
    Result<std::int64_t> take();
    Result<JournalEntry> take_use();
    Result<JournalEntry> take_usage();

    std::span<const std::byte> rest_;
};

}  // namespace azen::sqlite
