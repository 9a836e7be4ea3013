#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/codec.h"

using namespace azen;

namespace {

std::vector<std::byte> bytes_of(const std::vector<std::uint8_t>& values)
{
    std::vector<std::byte> bytes(values.size());
    std::ranges::transform(values, bytes.begin(), [](std::uint8_t v) { return std::byte{v}; });
    return bytes;
}

std::string base64url_of(std::string_view text)
{
    return format_base64url(as_byte_span(text));
}

}  // namespace

TEST_CASE("base64 is that of RFC 4648, with padding")
{
    CHECK(format_base64(as_byte_span("")).empty());
    CHECK(format_base64(as_byte_span("f")) == "Zg==");
    CHECK(format_base64(as_byte_span("fo")) == "Zm8=");
    CHECK(format_base64(as_byte_span("foo")) == "Zm9v");
    CHECK(format_base64(as_byte_span("\xfb\xff\xfe")) == "+//+");
}

TEST_CASE("hexadecimal has two lower-case digits a byte")
{
    CHECK(format_hex(bytes_of({0x00, 0x0F, 0xA5, 0xFF})) == "000fa5ff");
    CHECK(format_hex({}).empty());
}

TEST_CASE("hexadecimal is read in either case")
{
    const auto bytes = bytes_of({0xAB, 0xCD, 0xEF, 0x01});

    CHECK(parse_hex("abcdef01") == bytes);
    CHECK(parse_hex("ABCDEF01") == bytes);
    CHECK(parse_hex("") == std::vector<std::byte>{});
}

TEST_CASE("text that is not hexadecimal is refused")
{
    for (const std::string_view text : {"a", "abc", "0g", "g0", "0x", " 00", "0\xFF", "@A", "`a"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_hex(text).has_value());
    }
}

TEST_CASE("hexadecimal comes back as it was written")
{
    CHECK(rc::check("parse_hex inverts format_hex", [](const std::vector<std::uint8_t>& values) {
        const auto bytes = bytes_of(values);

        RC_ASSERT(parse_hex(format_hex(bytes)) == bytes);
    }));
}

TEST_CASE("base64url gives the vectors of RFC 4648 without padding")
{
    CHECK(base64url_of("").empty());
    CHECK(base64url_of("f") == "Zg");
    CHECK(base64url_of("fo") == "Zm8");
    CHECK(base64url_of("foo") == "Zm9v");
    CHECK(base64url_of("foob") == "Zm9vYg");
    CHECK(base64url_of("fooba") == "Zm9vYmE");
    CHECK(base64url_of("foobar") == "Zm9vYmFy");
}

TEST_CASE("base64url uses the two characters that are safe in URLs")
{
    CHECK(format_base64url(bytes_of({0xFB, 0xEF, 0xFF})) == "--__");
    CHECK(parse_base64url("--__") == bytes_of({0xFB, 0xEF, 0xFF}));
}

TEST_CASE("text that is not base64url is refused")
{
    SUBCASE("padding")
    {
        CHECK_FALSE(parse_base64url("Zg==").has_value());
    }
    SUBCASE("the other alphabet")
    {
        CHECK_FALSE(parse_base64url("++//").has_value());
    }
    SUBCASE("an impossible length")
    {
        CHECK_FALSE(parse_base64url("Zm9vY").has_value());
    }
    SUBCASE("two spare bits set")
    {
        CHECK_FALSE(parse_base64url("Zm9").has_value());
    }
    SUBCASE("four spare bits set")
    {
        CHECK_FALSE(parse_base64url("Zh").has_value());
    }
    SUBCASE("white space")
    {
        CHECK_FALSE(parse_base64url("Zm9v\n").has_value());
    }
}

TEST_CASE("base64url comes back as it was written")
{
    CHECK(rc::check("parse_base64url inverts it", [](const std::vector<std::uint8_t>& values) {
        const auto bytes = bytes_of(values);

        RC_ASSERT(parse_base64url(format_base64url(bytes)) == bytes);
    }));
}

TEST_CASE("every value has one base64url text only")
{
    CHECK(rc::check("what is read is written back the same", [] {
        const auto text = *rc::gen::container<std::string>(
            rc::gen::elementOf(std::string{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij0123456789-_=+/"}));

        const auto bytes = parse_base64url(text);

        const bool same = !bytes || format_base64url(*bytes) == text;
        RC_ASSERT(same);
    }));
}

TEST_CASE("base 62 reads its bytes as one big-endian number")
{
    CHECK(format_base62(bytes_of({1, 2, 3, 4, 5, 6, 7, 8}), 12) == "005McJmDgrvc");
    CHECK(format_base62(bytes_of({0, 0, 0, 61}), 2) == "0z");
    CHECK(format_base62(bytes_of({62}), 2) == "10");
    CHECK(format_base62({}, 3) == "000");
}

TEST_CASE("43 digits of base 62 hold 256 bits, and 6 hold 32")
{
    CHECK(format_base62(std::vector(32, std::byte{0xFF}), 43) ==
          "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1");
    CHECK(format_base62(std::vector(4, std::byte{0xFF}), 6) == "4gfFC3");
}

TEST_CASE("base 62 agrees with arithmetic on machine integers")
{
    CHECK(rc::check("each digit is a remainder", [](std::uint32_t number) {
        const std::string text = format_base62(bytes_of({static_cast<std::uint8_t>(number >> 24U),
                                                         static_cast<std::uint8_t>(number >> 16U),
                                                         static_cast<std::uint8_t>(number >> 8U),
                                                         static_cast<std::uint8_t>(number)}),
                                               6);

        std::uint64_t value = 0;
        for (const char digit : text) {
            value = value * 62 + base62_digits.find(digit);
        }
        RC_ASSERT(value == number);
    }));
}

TEST_CASE("CRC-32 gives the standard check value")
{
    CHECK(crc32_of("123456789") == 0xCBF43926U);
    CHECK(crc32_of("") == 0U);
}
