#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace azen {

/// What a Better Auth database has of keys and of their owners.
struct BetterAuthTables {
    std::vector<nlohmann::ordered_json> keys;       // each row as an object, by column name
    std::map<std::string, std::string> user_names;  // by id
    std::map<std::string, std::string> organization_names;
};

/// Whether a file begins as SQLite's do.
bool is_sqlite_file(const std::filesystem::path& file);

/// Reads an SQLite database of Better Auth, without changing it. Tables of organizations or users
/// may be missing. ErrorKind::not_found for a file that cannot be read, ::invalid for one without
/// a table of keys (apikey, apikeys, api_key or api_keys).
Result<BetterAuthTables> read_better_auth_file(const std::filesystem::path& file);

}  // namespace azen
