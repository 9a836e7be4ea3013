#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace azen {

/// Appends one part after the other and makes room once: for texts that every request needs.
inline void append_all(std::string& out, std::initializer_list<std::string_view> parts)
{
    std::size_t at = out.size();
    std::size_t size = at;
    for (const std::string_view part : parts) {
        size += part.size();
    }
    out.resize(size);
    for (const std::string_view part : parts) {
        at += part.copy(out.data() + at, part.size());
    }
}

}  // namespace azen
