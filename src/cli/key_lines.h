#pragma once

#include <filesystem>
#include <istream>
#include <vector>

#include "core/base/result.h"
#include "core/service/key_import.h"
#include "core/transfer/better_auth_row.h"

/// Where `azen keys import` gets its keys from. Each gives an item for every key there is, with its
/// line (in a database: the number of its row); what cannot be read as a key is an item as well.
namespace azen::cli {

/// Lines as `azen keys export` writes them. Empty lines count, and hold nothing.
std::vector<KeyImportItem> read_key_lines(std::istream& in);

/// Rows of Better Auth as JSON, a line each.
std::vector<KeyImportItem> read_better_auth_lines(std::istream& in,
                                                  const better_auth::RowRules& rules);

/// The rows of a database of Better Auth. Owners get the names they have there. Errors are those of
/// read_better_auth_file().
Result<std::vector<KeyImportItem>> read_better_auth_database(const std::filesystem::path& file,
                                                             const better_auth::RowRules& rules);

}  // namespace azen::cli
