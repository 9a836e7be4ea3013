#pragma once

#include "core/base/result.h"
#include "core/store/sqlite/database.h"

namespace azen::sqlite {

/// The schema this program writes. Grows by one with every migration, for ever.
int schema_version();

/// Marks a file as ours (SQLite's application_id): "Azen" in ASCII.
inline constexpr int application_id = 0x417a656e;

/// ErrorKind::store for another application's file and for a schema newer than this program.
/// Changes nothing: for before anything is changed.
Result<void> check_usable(Database& database);

/// Brings `database` to that version, unless it is there already, each step in a transaction of its
/// own, safely beside other processes that do the same. Precondition: check_usable(database).
Result<void> migrate(Database& database, int to_version = schema_version());

}  // namespace azen::sqlite
