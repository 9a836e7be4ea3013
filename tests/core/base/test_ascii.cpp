#include <doctest/doctest.h>

#include "core/base/ascii.h"

using namespace azen;

TEST_CASE("a byte above 127 belongs to no class")
{
    for (int value = 128; value < 256; ++value) {
        const char c = static_cast<char>(value);

        CAPTURE(value);
        CHECK_FALSE(is_ascii_alphanumeric(c));
        CHECK_FALSE(is_ascii_space(c));
    }
}

TEST_CASE("the classes end exactly where their ranges end")
{
    int letters = 0;
    int digits = 0;
    int alphanumerics = 0;
    for (int value = 0; value < 128; ++value) {
        const char c = static_cast<char>(value);
        letters += is_ascii_letter(c) ? 1 : 0;
        digits += is_ascii_digit(c) ? 1 : 0;
        alphanumerics += is_ascii_alphanumeric(c) ? 1 : 0;
    }

    CHECK(letters == 52);
    CHECK(digits == 10);
    CHECK(alphanumerics == 62);
    CHECK(is_ascii_letter('z'));
    CHECK(is_ascii_digit('9'));
    CHECK_FALSE(is_ascii_letter('@'));
    CHECK_FALSE(is_ascii_digit(':'));
}

TEST_CASE("white space is cut at both ends and kept inside")
{
    CHECK(trim_ascii_space(" \t\r\na b\n ") == "a b");
    CHECK(trim_ascii_space("ab") == "ab");
    CHECK(trim_ascii_space(" \n ").empty());
    CHECK(trim_ascii_space("").empty());
}
