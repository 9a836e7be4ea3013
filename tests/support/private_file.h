#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace azen::test {

/// Writes a file that only its owner can read, as azen wants keys to be kept.
inline void write_private(const std::filesystem::path& file, std::string_view text)
{
    std::ofstream{file} << text;
    std::filesystem::permissions(file, std::filesystem::perms{0600});
}

}  // namespace azen::test
