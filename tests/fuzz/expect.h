#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace azen::fuzz {

/// Ends the run with a finding unless `holds`: kept in every build type, unlike assert.
inline void expect(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

/// The fuzzer's input as text.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace azen::fuzz
