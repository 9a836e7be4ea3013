#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/memory/search_index.h"
#include "core/store/store.h"

namespace azen {

struct SqliteOptions {
    milliseconds busy_timeout{5'000};  // how long a transaction waits for another process's
};

/// Opens the store in `file`, made with mode 0600 (in a directory made 0700) when it is absent, and
/// brings its schema up to date. A newer schema, another application's file and a corrupt one are
/// ErrorKind::store.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& file,
                                                 const SqliteOptions& options = {});

/// A lexical index: SQLite FTS5 in memory, English stems (Porter), ranked by BM25.
Result<std::unique_ptr<SearchIndex>> make_fts_index();

}  // namespace azen
