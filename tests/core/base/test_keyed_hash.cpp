#include <array>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/codec.h"
#include "core/base/keyed_hash.h"

using namespace azen;

TEST_CASE("HMAC-SHA-256 is that of RFC 4231")
{
    const auto key = as_byte_span("Jefe");  // test case 2

    CHECK(format_hex(hmac_sha256(key, "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("HKDF-SHA-256 is that of RFC 5869")
{
    const std::vector<std::byte> key(22, std::byte{0x0b});  // test case 3: neither salt nor info

    CHECK(format_hex(hkdf_sha256(key, "")) ==
          "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

TEST_CASE("each purpose has a key of its own")
{
    const std::vector<std::byte> key(32, std::byte{7});

    CHECK(hkdf_sha256(key, "one") != hkdf_sha256(key, "two"));
    CHECK(hkdf_sha256(key, "one") == hkdf_sha256(key, "one"));
}

TEST_CASE("texts are compared whole")
{
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("abc", "abc"));
    CHECK_FALSE(equal_in_constant_time("abc", "abd"));
    CHECK_FALSE(equal_in_constant_time("abc", "ab"));
}
