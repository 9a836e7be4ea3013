#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>

namespace azen::test {

/// Overwrites a store: all pages but the first.
inline void overwrite_pages(const std::filesystem::path& file)
{
    constexpr std::size_t page = 4'096;
    const auto size = static_cast<std::size_t>(std::filesystem::file_size(file));
    std::fstream bytes{file, std::ios::in | std::ios::out | std::ios::binary};
    bytes.seekp(page);
    bytes << std::string(size - page, '\x5a');
}

}  // namespace azen::test
