#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/key/rotation.h"
#include "core/store/sqlite/database.h"

/// The versions of a key's secret in their table, for SqliteKeyRows. A key is named by its row.
/// Nothing here tells the ledger. All of it throws SQLite::Exception.
namespace azen::sqlite {

std::optional<std::int64_t> find_row(Database& database, std::string_view key_id);

/// Oldest first.
KeySecrets read_secrets(Database& database, std::int64_t key);

void insert_secret(Database& database, std::int64_t key, const KeySecret& secret);

/// Brings the rows to `secrets`, and the key's start to that of the active one. Rows that are not
/// among `secrets` become revoked, if they are not.
void write_secrets(Database& database, std::int64_t key, const KeySecrets& secrets);

/// With the key itself.
void revoke_secrets(Database& database, std::int64_t key, Timestamp when);

/// Adds to what is known of one client; forgets all but the latest 16 of a secret.
void add_retiring_use(Database& database, const SecretUse& use);

/// Latest first.
std::vector<SecretUse> read_retiring_uses(Database& database, std::int64_t key);

}  // namespace azen::sqlite
