#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/uuid.h"
#include "core/memory/keyring.h"
#include "core/store/store.h"

namespace azen {

/// A memory in clear. It is never written to the disk, a log or an error like this.
struct Memory {
    std::int64_t row = 0;  // as MemoryRow has it; searches name memories by it
    std::string id;
    std::string text;
    std::string metadata = "null";  // JSON text of an object, or "null"
    Timestamp created_at{};
};

/// What to remember.
struct NewMemory {
    std::string text;                      // at least 1 character
    std::optional<std::string> dedup_key;  // 1 to 256 characters
    std::string metadata = "null";         // JSON text of an object, or "null"
};

/// What became of it.
struct CreatedMemory {
    std::string id;
    Timestamp created_at{};
    bool duplicated = false;  // there was one with the dedup key: `id` is that one's
};

/// Which part of a list: page `number` (from 1) of `per` (at least 1) each.
struct PageNumber {
    std::int64_t number = 1;
    std::int64_t per = 20;
};

/// Some of an organization's memories, and how many it has in all.
struct MemoryPage {
    std::vector<Memory> memories;
    std::int64_t total = 0;
};

/// What became of a batch of memories that were to be sealed anew.
struct Resealed {
    std::int64_t sealed = 0;
    std::int64_t closed = 0;  // do not open, and stay as they are
    std::int64_t last = 0;    // the row of the last one; 0: there was none
};

/// Remembers, per organization; everything it writes is sealed under the master key that the store
/// names as the current one. Input is taken as valid: the edge has checked it. Thread-safe.
///
/// What is given a transaction works inside it and leaves the commit to the caller; what it gives
/// is durable only then.
class MemoryService {
public:
    /// Both outlive this.
    MemoryService(Keyring& keyring, RandomSource& random) : keyring_{keyring}, ids_{random} {}

    /// A dedup key that the organization has used already is no error: nothing is written, and the
    /// memory that is there is named.
    Result<CreatedMemory> create(Transaction& transaction,
                                 std::string_view organization_id,
                                 const NewMemory& memory,
                                 Timestamp now) const;

    /// Newest first. A page past the end is empty.
    Result<MemoryPage> list(MemoryPages& pages,
                            std::string_view organization_id,
                            const PageNumber& page) const;

    /// Whether list() of that page is too much for a tick: some of it is large.
    static Result<bool> is_large(MemoryRows& memories,
                                 std::string_view organization_id,
                                 const PageNumber& page);

    /// nullopt when the organization has no such memory.
    Result<std::optional<Memory>> find(Transaction& transaction,
                                       std::string_view organization_id,
                                       std::string_view id) const;

    /// Whether there was one to delete.
    static Result<bool> remove(Transaction& transaction,
                               std::string_view organization_id,
                               std::string_view id);

    /// A row in clear. ErrorKind::store when it cannot be decrypted.
    Result<Memory> open(const MemoryRow& row) const;

    /// Seals memories anew that are sealed under another key than the current one: at most `limit`
    /// of those whose row is above `after`.
    Result<Resealed> reseal(Transaction& transaction, std::int64_t after, std::int64_t limit) const;

private:
    using Key = std::shared_ptr<const Keyring::Key>;

    Result<Key> current_key(Transaction& transaction) const;
    Result<std::optional<MemoryRow>> find_duplicate(Transaction& transaction,
                                                    std::string_view organization_id,
                                                    std::string_view dedup_key) const;
    Result<std::string> open_payload(const MemoryRow& row) const;
    Result<void> reseal(MemoryRow& row, const Keyring::Key& key) const;

    Keyring& keyring_;
    ClusteredUuids ids_;
};

}  // namespace azen
