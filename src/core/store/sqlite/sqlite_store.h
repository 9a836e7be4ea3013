#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/memory/search_index.h"
#include "core/store/store.h"

namespace azen {

/// What bounds the journal and the work of folding it. The defaults suit every store; tests use
/// small ones.
struct FoldLimits {
    /// Half a million to four million requests. Reading it takes a new process a quarter of a
    /// second.
    std::int64_t unfolded_bytes = std::int64_t{64} * 1024 * 1024;

    /// Folded journal rows that stay for processes that have yet to read them: some seconds of a
    /// busy server.
    std::int64_t rows_kept = 20'000;

    /// Keys written in one transaction, which then takes about half a millisecond.
    std::size_t keys_a_slice = 400;
};

struct SqliteOptions {
    milliseconds busy_timeout{5'000};  // how long a transaction waits for another process's
    FoldLimits fold;
};

/// Opens the store in `file`, made with mode 0600 (in a directory made 0700) when it is absent, and
/// brings its schema up to date. A newer schema, another application's file and a corrupt one are
/// ErrorKind::store.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& file,
                                                 const SqliteOptions& options = {});

/// A lexical index: SQLite FTS5 in memory, English stems (Porter), ranked by BM25.
Result<std::unique_ptr<SearchIndex>> make_fts_index();

}  // namespace azen
