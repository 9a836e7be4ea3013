#include "cli/output/terminal_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/base/code_point.h"

namespace azen::cli {
namespace {

// What every Unicode program shows for bytes that mean nothing.
constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

enum class Newlines { escape, keep };

// Short forms where everybody knows them.
std::string escape(char32_t value)
{
    switch (value) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default: break;
    }
    const auto number = static_cast<std::uint32_t>(value);
    return number < 0x100 ? fmt::format("\\x{:02x}", number) : fmt::format("\\u{{{:x}}}", number);
}

// A bad byte is replaced alone: what follows it may be good again.
std::string neutralise(std::string_view text, Newlines newlines)
{
    std::string safe;
    safe.reserve(text.size());
    while (!text.empty()) {
        const std::optional<CodePoint> point = first_code_point(text);
        if (!point) {
            safe += replacement;
            text.remove_prefix(1);
            continue;
        }
        const bool kept = newlines == Newlines::keep && point->value == '\n';
        if (is_obeyed(point->value) && !kept) {
            safe += escape(point->value);
        } else {
            safe += text.substr(0, point->length);
        }
        text.remove_prefix(point->length);
    }
    return safe;
}

// Continuation bytes begin with the bits 10.
bool starts_code_point(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

}  // namespace

std::string printable(std::string_view text)
{
    return neutralise(text, Newlines::escape);
}

std::string printable_lines(std::string_view text)
{
    return neutralise(text, Newlines::keep);
}

// With the same decoder that makes text printable, so that the two cannot disagree.
bool is_utf8(std::string_view text)
{
    while (!text.empty()) {
        const std::optional<CodePoint> point = first_code_point(text);
        if (!point) {
            return false;
        }
        text.remove_prefix(point->length);
    }
    return true;
}

// DEL and what lies beyond ASCII stand in strings only, and C0 controls are escaped there already:
// what of them is left is the layout.
std::string printable_json(std::string_view json)
{
    std::string safe;
    safe.reserve(json.size());
    while (!json.empty()) {
        const std::optional<CodePoint> point = first_code_point(json);
        const std::size_t length = point ? point->length : 1;
        if (point && point->value >= 0x7F && is_obeyed(point->value)) {
            safe += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point->value));
        } else {
            safe += json.substr(0, length);
        }
        json.remove_prefix(length);
    }
    return safe;
}

std::size_t display_width(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, starts_code_point));
}

std::string shortened(std::string_view text, std::size_t width)
{
    // No escape is longer than its source by more than this, so the rest need not be looked at.
    const bool long_source = text.size() > width * 4;
    std::string safe = printable(text.substr(0, long_source ? width * 4 : text.size()));
    if (display_width(safe) <= width && !long_source) {
        return safe;
    }
    std::size_t columns = 0;
    const auto end = std::ranges::find_if(safe, [&columns, width](char byte) {
        columns += starts_code_point(byte) ? 1U : 0U;
        return columns >= width;
    });
    safe.erase(end, safe.end());
    return safe + "…";
}

}  // namespace azen::cli
