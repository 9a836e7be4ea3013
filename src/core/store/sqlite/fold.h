#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/store/sqlite/database.h"

namespace azen::sqlite {

/// Which part of the journal is to be folded: rows in (folded_through, last].
struct FoldRange {
    std::int64_t folded_through = 0;
    std::int64_t last = 0;
};

/// Moves what the journal says into key_use and usage_days, once and for all: the last use of a key
/// replaces its row, counts are added. Rows at or before `folded_through` are deleted; the range
/// itself stays until the next fold, for processes that have yet to read it. Inside a transaction;
/// throws SQLite::Exception.
Result<void> fold_journal(Database& database, const FoldRange& range);

}  // namespace azen::sqlite
