#include "core/base/code_point.h"

namespace azen {
namespace {

// How long the sequence is that starts with a byte, and the least it may encode.
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

}  // namespace

std::optional<CodePoint> first_code_point(std::string_view text)
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

bool is_obeyed(char32_t value)
{
    const bool control = value < 0x20 || (value >= 0x7F && value < 0xA0);
    const bool separator = value == 0x2028 || value == 0x2029;
    const bool bidirectional = value == 0x200E || value == 0x200F || value == 0x061C ||
                               (value >= 0x202A && value <= 0x202E) ||
                               (value >= 0x2066 && value <= 0x2069);
    return control || separator || bidirectional;
}

}  // namespace azen
