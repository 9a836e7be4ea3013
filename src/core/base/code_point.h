#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace azen {

/// One character of UTF-8 text (RFC 3629).
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;  // bytes
};

/// The one that `text` begins with; nullopt when the bytes encode none. Precondition: not empty.
std::optional<CodePoint> first_code_point(std::string_view text);

/// Whether a terminal, or whoever lays out text, obeys it instead of showing it: C0 and C1
/// controls, DEL, the separators of lines and paragraphs, and the bidirectional controls, which are
/// no escape sequences but make text read as what it is not.
bool is_obeyed(char32_t value);

}  // namespace azen
