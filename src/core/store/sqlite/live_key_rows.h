#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/store/sqlite/database.h"
#include "core/store/sqlite/key_cache.h"

/// Reads keys and secrets from their rows into the cache. All throw SQLite::Exception.
namespace azen::sqlite::live_key_rows {

/// Without a key when there is no such secret; notes that in the cache.
Result<LiveSecret> load(Database& database, KeyCache& cache, const SecretHash& hash);

/// Reads a key that the cache holds once more, and all its secrets, in place.
Result<void> reload(Database& database, KeyCache& cache, std::int64_t row);

}  // namespace azen::sqlite::live_key_rows
