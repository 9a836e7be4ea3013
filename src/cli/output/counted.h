#pragma once

#include <fmt/core.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace azen::cli {

/// "1 key", "2 keys": for nouns that take an s.
inline std::string counted(std::size_t count, std::string_view noun)
{
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// The same for "1 memory", "2 memories".
inline std::string counted_memories(std::int64_t count)
{
    return fmt::format("{} {}", count, count == 1 ? "memory" : "memories");
}

}  // namespace azen::cli
