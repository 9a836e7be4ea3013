#include "cli/output/terminal_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace azen::cli {
namespace {

// What every Unicode program shows for bytes that mean nothing.
constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

enum class Newlines { escape, keep };

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;  // bytes
};

// RFC 3629: how long the sequence is that starts with `lead`, and the least it may encode.
struct SequenceForm {
    std::size_t length;
    char32_t least;
    unsigned lead_bits;
};

// C0, C1 and F5 to FF never lead: they would be overlong, or beyond U+10FFFF.
std::optional<SequenceForm> form_of(unsigned char lead)
{
    if (lead < 0x80U) {
        return SequenceForm{.length = 1, .least = 0, .lead_bits = 0x7FU};
    }
    if (lead >= 0xC2U && lead <= 0xDFU) {
        return SequenceForm{.length = 2, .least = 0x80, .lead_bits = 0x1FU};
    }
    if (lead >= 0xE0U && lead <= 0xEFU) {
        return SequenceForm{.length = 3, .least = 0x800, .lead_bits = 0x0FU};
    }
    if (lead >= 0xF0U && lead <= 0xF4U) {
        return SequenceForm{.length = 4, .least = 0x10000, .lead_bits = 0x07U};
    }
    return std::nullopt;
}

// The first code point; nullopt when the bytes encode none. Precondition: text is not empty.
std::optional<CodePoint> decode(std::string_view text)
{
    const auto byte_at = [text](std::size_t index) {
        return static_cast<unsigned char>(text[index]);
    };
    const std::optional<SequenceForm> form = form_of(byte_at(0));
    if (!form || text.size() < form->length) {
        return std::nullopt;
    }
    char32_t value = byte_at(0) & form->lead_bits;
    for (std::size_t index = 1; index < form->length; ++index) {
        if ((byte_at(index) & 0xC0U) != 0x80U) {
            return std::nullopt;
        }
        value = (value << 6U) | (byte_at(index) & 0x3FU);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < form->least || value > 0x10FFFF || surrogate) {
        return std::nullopt;
    }
    return CodePoint{.value = value, .length = form->length};
}

// The bidirectional controls are no escape sequences, but they make text read as what it is not.
bool is_obeyed(char32_t value)
{
    const bool control = value < 0x20 || (value >= 0x7F && value < 0xA0);
    const bool separator = value == 0x2028 || value == 0x2029;
    const bool bidirectional = value == 0x200E || value == 0x200F || value == 0x061C ||
                               (value >= 0x202A && value <= 0x202E) ||
                               (value >= 0x2066 && value <= 0x2069);
    return control || separator || bidirectional;
}

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
        const std::optional<CodePoint> point = decode(text);
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
        const std::optional<CodePoint> point = decode(text);
        if (!point) {
            return false;
        }
        text.remove_prefix(point->length);
    }
    return true;
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
