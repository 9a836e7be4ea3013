#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azen {

/// Lower-case hexadecimal, two digits a byte. Parsing takes either case; odd lengths and other
/// characters give nullopt.
std::string format_hex(std::span<const std::byte> bytes);
void append_hex(std::string& out, std::span<const std::byte> bytes);
std::optional<std::vector<std::byte>> parse_hex(std::string_view text);

/// RFC 4648 section 5 without padding. Parsing refuses padding, other characters, impossible
/// lengths and non-zero trailing bits, so that every value has one text.
std::string format_base64url(std::span<const std::byte> bytes);
std::optional<std::vector<std::byte>> parse_base64url(std::string_view text);

/// RFC 4648 section 4, with padding.
std::string format_base64(std::span<const std::byte> bytes);

/// The digits of base 62, in order of value: 0-9, A-Z, a-z.
inline constexpr std::string_view base62_digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `bytes`, read as one big-endian number, in base 62, left-padded with '0' to `width` digits.
/// Precondition: the number fits (43 digits hold 256 bits, 6 hold 32).
std::string format_base62(std::span<const std::byte> bytes, std::size_t width);

/// CRC-32 as in gzip and PNG (polynomial 0x04C11DB7, reflected).
std::uint32_t crc32_of(std::string_view text);

/// The bytes of `text`, without a copy.
inline std::span<const std::byte> as_byte_span(std::string_view text)
{
    return std::as_bytes(std::span<const char>{text.data(), text.size()});
}

}  // namespace azen
