#pragma once

#include <string>

#include "core/store/sqlite/database.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// What is in `database`, which is open on `file`. Any schema will do. Throws SQLite::Exception, so
/// it is used inside guarded().
StoreInfo read_info(Database& database, const std::string& file);

}  // namespace azen::sqlite
