#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace azen::cli {

/// Foreign text made safe to print: bytes that a terminal would obey (C0 and C1 controls, DEL,
/// bidirectional overrides) become visible escapes (\n, \t, \x1b, \u{202e}), and bytes that are not
/// UTF-8 become U+FFFD. Names and memories are written by others than those who list them.
std::string printable(std::string_view text);

/// As printable(), but a newline stays one: for a text shown by itself.
std::string printable_lines(std::string_view text);

/// The same for a JSON text, whose value stays what it is: such characters become \uXXXX.
/// Precondition: valid JSON, in which C0 controls stand between the values only.
std::string printable_json(std::string_view json);

/// Whether `text` is well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view text);

/// How many columns `text` takes, a code point a column.
std::size_t display_width(std::string_view text);

/// At most `width` columns of printable(text), the last one "…" when something was cut off.
std::string shortened(std::string_view text, std::size_t width);

}  // namespace azen::cli
