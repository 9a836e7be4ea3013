#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/memory/cipher.h"

namespace azen {

/// Reads 64 hexadecimal digits, surrounding white space ignored. ErrorKind::invalid otherwise; the
/// message never quotes the text.
Result<MasterKey> parse_master_key(std::string_view text);

/// Reads a key file. Absent: nullopt. Readable by others than its owner: ErrorKind::invalid.
Result<std::optional<MasterKey>> read_master_key(const std::filesystem::path& file);

/// Makes a key and writes it to `file`, mode 0600, durably and without ever replacing a file that
/// is there (ErrorKind::conflict).
Result<MasterKey> create_master_key(const std::filesystem::path& file, RandomSource& random);

}  // namespace azen
