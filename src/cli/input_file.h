#pragma once

#include <filesystem>
#include <fstream>

#include "core/base/result.h"

namespace azen::cli {

/// A file that a command is to read. ErrorKind::not_found when there is none, ::invalid when it is
/// a directory or cannot be read.
Result<std::ifstream> open_input_file(const std::filesystem::path& file);

}  // namespace azen::cli
