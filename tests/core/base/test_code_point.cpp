#include <string>

#include <doctest/doctest.h>

#include "core/base/code_point.h"

using namespace azen;

TEST_CASE("a code point is read with as many bytes as it has")
{
    CHECK(first_code_point("a€")->length == 1);
    CHECK(first_code_point("ä")->value == 0xE4);
    CHECK(first_code_point("€a")->value == 0x20AC);
    CHECK(first_code_point("€a")->length == 3);
    CHECK(first_code_point("\xF0\x9F\x94\x91")->value == 0x1F511);
}

TEST_CASE("what is no UTF-8 is no code point")
{
    for (const std::string text :
         {"\x80", "\xC0\xAF", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"}) {
        CAPTURE(text);
        CHECK_FALSE(first_code_point(text).has_value());
    }
}

TEST_CASE("controls, separators and bidirectional controls are obeyed, and nothing beside them")
{
    for (const char32_t value : {0x0U,
                                 0x1BU,
                                 0x7FU,
                                 0x80U,
                                 0x9BU,
                                 0x9FU,
                                 0x61CU,
                                 0x200EU,
                                 0x200FU,
                                 0x2028U,
                                 0x2029U,
                                 0x202AU,
                                 0x202EU,
                                 0x2066U,
                                 0x2069U}) {
        CAPTURE(static_cast<unsigned>(value));
        CHECK(is_obeyed(value));
    }
    for (const char32_t value :
         {0x20U, 0x7EU, 0xA0U, 0x200DU, 0x2010U, 0x202FU, 0x2065U, 0x206AU}) {
        CAPTURE(static_cast<unsigned>(value));
        CHECK_FALSE(is_obeyed(value));
    }
}
