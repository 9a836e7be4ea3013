#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace azen {

/// One piece of one memory that answers a query.
struct Match {
    std::int64_t memory = 0;  // the row number it was added under
    std::uint32_t chunk = 0;  // which piece of the memory, from 0
    double score = 0;         // higher is better; comparable within one answer only
};

/// Finds memories by what they say. Held in memory only: it knows plaintext, and plaintext never
/// reaches the disk. One per organization. Not thread-safe.
///
/// The lexical index (FtsIndex) is the one there is; a semantic one takes its place behind this.
class SearchIndex {
public:
    virtual ~SearchIndex() = default;

    /// Adds a memory; adding a number again is an error of the caller's.
    virtual Result<void> add(std::int64_t memory, std::string_view text) = 0;

    /// Forgets a memory; not having it is no error.
    virtual Result<void> remove(std::int64_t memory) = 0;

    /// At most `limit` matches, best first. A query without a single word matches nothing; of one
    /// with very many not all may count.
    virtual Result<std::vector<Match>> search(std::string_view query, std::size_t limit) = 0;
};

}  // namespace azen
