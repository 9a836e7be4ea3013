#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/store/store_inspection.h"

/// Stores as files: looked at, copied, and put out of use.
namespace azen {

/// ErrorKind::not_found when there is no such file; ErrorKind::store when it is no store of azen's,
/// cannot be read, or has a newer schema.
Result<std::unique_ptr<StoreInspection>> inspect_sqlite_store(const std::filesystem::path& file);

/// Whether a copy keeps the schema of what it is a copy of, or is brought up to date.
enum class CopySchema { same, current };

/// Writes into the file `copy`, which is empty, what is in the store `from` at one moment. Servers
/// may go on writing to that. The copy is one file, with no log beside it, and has been read
/// through and found in order; it is on the disk once it is synchronized. ErrorKind::not_found when
/// there is no store `from`.
Result<void> copy_sqlite_store(const std::filesystem::path& from,
                               const std::filesystem::path& copy,
                               CopySchema schema);

/// Before a store is put aside: makes it one file, without a log. ErrorKind::store when anything
/// has it open, azen or not. One that is damaged stays as it is.
Result<void> settle_unused_sqlite_store(const std::filesystem::path& file);

}  // namespace azen
