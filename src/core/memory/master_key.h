#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/new_file.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/memory/cipher.h"

namespace azen {

/// Reads one or more keys of 64 hexadecimal digits, newest first, with white space or commas
/// between them. ErrorKind::invalid otherwise; the message never quotes the text.
Result<std::vector<MasterKey>> parse_master_keys(std::string_view text);

/// Reads a key file. Absent: nullopt. Readable by others than its owner: ErrorKind::invalid.
Result<std::optional<std::vector<MasterKey>>> read_master_keys(const std::filesystem::path& file);

/// Writes a key file, a key a line, mode 0600, durably. ErrorKind::conflict when there is a file
/// already and it is to be kept, and when there are more than sixty keys.
Result<void> write_master_keys(const std::filesystem::path& file,
                               std::span<const MasterKey> keys,
                               Existing existing);

MasterKey make_master_key(RandomSource& random);

/// Makes a key and writes it to `file`, without ever replacing one.
Result<MasterKey> create_master_key(const std::filesystem::path& file, RandomSource& random);

}  // namespace azen
