#include "core/base/uuid.h"

#include <array>
#include <cstddef>
#include <span>

#include "core/base/ascii.h"
#include "core/base/codec.h"

namespace azen {

namespace {

constexpr std::size_t text_length = 36;

// The groups have 8, 4, 4, 4 and 12 digits.
constexpr bool is_hyphen_position(std::size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

constexpr bool is_hex_digit(char c)
{
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

std::string make_uuid(RandomSource& random)
{
    std::array<std::byte, 16> bytes{};
    random.fill(bytes);
    bytes[6] = (bytes[6] & std::byte{0x0F}) | std::byte{0x40};  // version 4
    bytes[8] = (bytes[8] & std::byte{0x3F}) | std::byte{0x80};  // the RFC's variant

    std::string text = format_hex(bytes);
    // From the left, so that each position is already the one in the finished text.
    for (const std::size_t position : {8U, 13U, 18U, 23U}) {
        text.insert(position, 1, '-');
    }
    return text;
}

bool is_uuid(std::string_view text)
{
    if (text.size() != text_length) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_hyphen_position(i) ? text[i] != '-' : !is_hex_digit(text[i])) {
            return false;
        }
    }
    return true;
}

}  // namespace azen
