#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>

#include "core/base/result.h"

namespace azen::cli {

/// What a file to be imported is, so that a checkpoint of another one is recognised.
struct ImportSource {
    std::string fingerprint{};  // of every byte; empty: standard input
    std::int64_t lines = 0;     // about as many; 0: not known
};

/// Reads `lines` to its end, and goes back to where it was. ErrorKind::invalid when it cannot be
/// read, or not twice.
Result<ImportSource> look_at(std::istream& lines, const std::filesystem::path& file);

}  // namespace azen::cli
