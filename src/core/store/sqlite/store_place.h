#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace azen::sqlite {

/// Makes an empty file of mode 0600 where a store is to be, in a directory that is made with mode
/// 0700 when it is absent; a file that is there stays. SQLite would make it with the umask's mode,
/// and secrets' hashes are nobody else's business. ErrorKind::store when it cannot be had.
Result<void> make_place(const std::filesystem::path& file);

}  // namespace azen::sqlite
