#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace azen::test {

/// All of a file; nothing of one that cannot be read.
inline std::string content_of(const std::filesystem::path& file)
{
    std::ifstream bytes{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{bytes}, {}};
}

}  // namespace azen::test
