#include "core/base/codec.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace azen {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 0xFF;

// What each character is worth as a digit, or no_digit.
using DigitValues = std::array<std::uint8_t, 256>;

// Built by the compiler: reading a character is then one look-up, whatever the alphabet.
constexpr DigitValues values_of(std::string_view digits)
{
    DigitValues values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < digits.size(); ++i) {
        values.at(static_cast<unsigned char>(digits[i])) = static_cast<std::uint8_t>(i);
    }
    return values;
}

constexpr DigitValues hex_values()
{
    DigitValues values = values_of(hex_digits);
    for (char upper = 'A'; upper <= 'F'; ++upper) {
        values.at(static_cast<unsigned char>(upper)) = static_cast<std::uint8_t>(upper - 'A' + 10);
    }
    return values;
}

// Both digits of every byte, likewise.
constexpr auto hex_pairs = [] {
    std::array<std::array<char, 2>, 256> pairs{};
    for (std::size_t byte = 0; byte < pairs.size(); ++byte) {
        pairs[byte] = {hex_digits[byte / 16], hex_digits[byte % 16]};
    }
    return pairs;
}();

std::uint8_t value_of(const DigitValues& values, char digit)
{
    return values.at(static_cast<unsigned char>(digit));
}

// Divides the big-endian number in place, as with pencil and paper; gives the remainder.
unsigned divide(std::span<std::uint8_t> number, unsigned divisor)
{
    unsigned remainder = 0;
    for (std::uint8_t& digit : number) {
        const unsigned dividend = remainder << 8U | digit;
        digit = static_cast<std::uint8_t>(dividend / divisor);
        remainder = dividend % divisor;
    }
    return remainder;
}

}  // namespace

void append_hex(std::string& out, std::span<const std::byte> bytes)
{
    const std::size_t size = out.size();
    out.resize(size + (2 * bytes.size()));
    char* digit = out.data() + size;
    for (const std::byte byte : bytes) {
        digit = std::ranges::copy(hex_pairs[std::to_integer<std::uint8_t>(byte)], digit).out;
    }
}

std::string format_hex(std::span<const std::byte> bytes)
{
    std::string text;
    append_hex(text, bytes);
    return text;
}

std::optional<std::vector<std::byte>> parse_hex(std::string_view text)
{
    static constexpr DigitValues values = hex_values();
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    std::vector<std::byte> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const std::uint8_t high = value_of(values, text[i]);
        const std::uint8_t low = value_of(values, text[i + 1]);
        if (high == no_digit || low == no_digit) {
            return std::nullopt;
        }
        bytes.push_back(static_cast<std::byte>(high << 4U | low));
    }
    return bytes;
}

std::string format_base64url(std::span<const std::byte> bytes)
{
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t pending = 0;  // bits not written yet, at the low end
    unsigned pending_bits = 0;
    for (const std::byte byte : bytes) {
        pending = (pending << 8U | std::to_integer<std::uint32_t>(byte)) & 0xFFFFU;
        pending_bits += 8;
        while (pending_bits >= 6) {
            pending_bits -= 6;
            text += base64url_digits[pending >> pending_bits & 0x3FU];
        }
    }
    if (pending_bits > 0) {
        text += base64url_digits[pending << (6 - pending_bits) & 0x3FU];
    }
    return text;
}

std::string format_base64(std::span<const std::byte> bytes)
{
    std::string text = format_base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::vector<std::byte>> parse_base64url(std::string_view text)
{
    static constexpr DigitValues values = values_of(base64url_digits);
    if (text.size() % 4 == 1) {
        return std::nullopt;
    }
    std::vector<std::byte> bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t pending = 0;
    unsigned pending_bits = 0;
    for (const char digit : text) {
        const std::uint8_t value = value_of(values, digit);
        if (value == no_digit) {
            return std::nullopt;
        }
        pending = pending << 6U | value;
        pending_bits += 6;
        // Six bits at most stay pending, so one byte at most is complete.
        if (pending_bits >= 8) {
            pending_bits -= 8;
            bytes.push_back(static_cast<std::byte>(pending >> pending_bits & 0xFFU));
            pending &= (1U << pending_bits) - 1;
        }
    }
    // Bits left over belong to no byte: were they free, one value would have several texts.
    if (pending != 0) {
        return std::nullopt;
    }
    return bytes;
}

std::string format_base62(std::span<const std::byte> bytes, std::size_t width)
{
    // Dividing down to zero also leaves nothing of a secret number behind in this copy.
    std::vector<std::uint8_t> number(bytes.size());
    std::ranges::transform(bytes, number.begin(), std::to_integer<std::uint8_t>);
    std::string text(width, base62_digits.front());
    for (std::size_t i = width; i-- > 0;) {  // the last digit is the first remainder
        text[i] = base62_digits[divide(number, static_cast<unsigned>(base62_digits.size()))];
    }
    // Invariant: the number fitted, so that nothing is left of it.
    assert(std::ranges::all_of(number, [](std::uint8_t rest) { return rest == 0; }));
    return text;
}

std::uint32_t crc32_of(std::string_view text)
{
    const auto* bytes = reinterpret_cast<const Bytef*>(text.data());
    return static_cast<std::uint32_t>(crc32_z(0, bytes, text.size()));
}

}  // namespace azen
