#include "core/base/uuid.h"

#include <algorithm>
#include <bit>
#include <span>

#include "core/base/ascii.h"
#include "core/base/codec.h"
#include "core/base/crypto.h"

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

constexpr std::string_view digits = "0123456789abcdef";

// The value of a lower-case digit; 16 of anything else.
constexpr unsigned value_of(char c)
{
    const std::size_t value = digits.find(c);
    return value == std::string_view::npos ? 16U : static_cast<unsigned>(value);
}

// RFC 9562 section 5.4: six bits of the 128 say what it is, the others stay.
std::string format_version_4(Uuid bytes)
{
    bytes[6] = (bytes[6] & std::byte{0x0F}) | std::byte{0x40};  // version 4
    bytes[8] = (bytes[8] & std::byte{0x3F}) | std::byte{0x80};  // the RFC's variant
    return format_uuid(bytes);
}

}  // namespace

void append_uuid(std::string& out, const Uuid& uuid)
{
    // The groups have 4, 2, 2, 2 and 6 bytes.
    const std::span<const std::byte> bytes{uuid};
    append_hex(out, bytes.first(4));
    for (const std::size_t group : {4U, 6U, 8U}) {
        out += '-';
        append_hex(out, bytes.subspan(group, 2));
    }
    out += '-';
    append_hex(out, bytes.last(6));
}

std::string format_uuid(const Uuid& uuid)
{
    std::string text;
    text.reserve(text_length);
    append_uuid(text, uuid);
    return text;
}

std::optional<Uuid> parse_uuid(std::string_view text)
{
    if (!is_uuid(text)) {
        return std::nullopt;
    }
    Uuid uuid{};
    std::size_t at = 0;
    for (std::byte& byte : uuid) {
        at += is_hyphen_position(at) ? 1 : 0;
        const unsigned high = value_of(text[at++]);
        const unsigned low = value_of(text[at++]);
        if (high > 15 || low > 15) {
            return std::nullopt;  // an upper-case digit
        }
        byte = static_cast<std::byte>((high * 16) + low);
    }
    return uuid;
}

std::string make_uuid(RandomSource& random)
{
    Uuid bytes{};
    random.fill(bytes);
    return format_version_4(bytes);
}

ClusteredUuids::ClusteredUuids(RandomSource& random) : random_{random}
{
    random_.fill(seed_);
}

std::string ClusteredUuids::make(Timestamp now) const
{
    const auto time = std::bit_cast<std::array<std::byte, 8>>(to_epoch_ms(now));
    std::array<std::byte, sizeof seed_ + sizeof time> hashed{};
    std::ranges::copy(time, std::ranges::copy(seed_, hashed.begin()).out);
    Uuid bytes{};
    random_.fill(bytes);
    constexpr std::size_t shared = 4;
    std::copy_n(sha256(hashed).begin(), shared, bytes.begin());
    return format_version_4(bytes);
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
