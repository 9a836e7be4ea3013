#pragma once

#include <cstdint>
#include <optional>

#include "core/key/api_key.h"
#include "core/store/sqlite/database.h"
#include "core/store/sqlite/ledger.h"

/// The columns of a key's record: the one place where they meet the fields of ApiKey. Nothing here
/// tells the ledger. All of it throws SQLite::Exception.
namespace azen::sqlite::key_columns {

/// "SELECT … FROM keys k …", to be followed by conditions on k. Column 24 is k.row.
extern const char* const select;

/// The key that the query stands at; of its use the journal may know more than its row.
ApiKey read(const Query& query, Ledger& ledger);

/// Adds the record with its use; gives its row.
std::int64_t insert(Database& database, const ApiKey& key);

/// Writes all columns that can change; gives the row; nullopt: no such key.
std::optional<std::int64_t> update(Database& database, const ApiKey& key);

}  // namespace azen::sqlite::key_columns
