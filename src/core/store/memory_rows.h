#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/memory/cipher.h"

/// Sealed memories within a transaction, and beside it; see store.h.
namespace azen {

/// A memory as it is kept.
struct MemoryRow {
    std::int64_t row = 0;  // grows with every insert, never used twice; set by insert()
    std::string id;
    std::string organization_id;
    std::vector<std::byte> dedup;  // fingerprint of the dedup key; empty: none
    Sealed sealed;
    Timestamp created_at{};
};

/// An organization's memories, page by page.
class MemoryPages {
public:
    virtual ~MemoryPages() = default;

    /// Newest first.
    virtual Result<std::vector<MemoryRow>> list(std::string_view organization_id,
                                                std::int64_t offset,
                                                std::int64_t limit) = 0;
    virtual Result<std::int64_t> count(std::string_view organization_id) = 0;
};

/// A view of the memories that does not wait for transactions: of each call by itself, so a count
/// may know of more than the list after it. One per thread.
class MemoryReader : public MemoryPages {
public:
    /// At most `limit` rows of an organization whose number is above `after`, ascending.
    virtual Result<std::vector<MemoryRow>> after(std::string_view organization_id,
                                                 std::int64_t after,
                                                 std::int64_t limit) = 0;

    /// The row of that number, if the organization still has it.
    virtual Result<std::optional<MemoryRow>> at(std::string_view organization_id,
                                                std::int64_t row) = 0;

    /// As after(), of all organizations: for who administers the store.
    virtual Result<std::vector<MemoryRow>> all_after(std::int64_t after, std::int64_t limit) = 0;
};

class MemoryRows : public MemoryPages {
public:
    /// Sets `row.row`. ErrorKind::conflict when the organization has the id or the dedup already.
    virtual Result<void> insert(MemoryRow& row) = 0;

    virtual Result<std::optional<MemoryRow>> find(std::string_view organization_id,
                                                  std::string_view id) = 0;
    virtual Result<std::optional<MemoryRow>> find_dedup(std::string_view organization_id,
                                                        std::span<const std::byte> dedup) = 0;

    /// How many sealed bytes list() would read. Cheap: they are not read for it.
    virtual Result<std::int64_t> size(std::string_view organization_id,
                                      std::int64_t offset,
                                      std::int64_t limit) = 0;

    /// Whether there was one to erase.
    virtual Result<bool> erase(std::string_view organization_id, std::string_view id) = 0;
};

/// Which master keys memories are sealed under (core/memory/keyring.h), and sealing them anew.
class MasterKeyRows {
public:
    virtual ~MasterKeyRows() = default;

    /// The id of the one under which memories are sealed from now on; nullopt: none has been yet.
    virtual Result<std::optional<std::string>> current() = 0;
    virtual Result<void> put_current(std::string_view key_id) = 0;

    /// The ids of all under which some memory is sealed, ascending. Cheap.
    virtual Result<std::vector<std::string>> in_use() = 0;

    /// At most `limit` memories of all organizations that are sealed under another one and whose
    /// number is above `after`, ascending.
    virtual Result<std::vector<MemoryRow>> sealed_otherwise(std::string_view key_id,
                                                            std::int64_t after,
                                                            std::int64_t limit) = 0;
    virtual Result<std::int64_t> count_sealed_otherwise(std::string_view key_id) = 0;

    /// Writes the fingerprint and the sealed text of the memory with that number.
    virtual Result<void> reseal(const MemoryRow& row) = 0;
};

}  // namespace azen
