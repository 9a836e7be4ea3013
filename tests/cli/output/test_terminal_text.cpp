#include <rapidcheck.h>

#include <algorithm>

#include <doctest/doctest.h>

#include "cli/output/terminal_text.h"

namespace azen::cli {

TEST_CASE("ordinary text, in any script, is printed as it is")
{
    CHECK(printable("a name") == "a name");
    CHECK(printable("naïve 日本語 🏔") == "naïve 日本語 🏔");
    CHECK(printable("") == "");
}

TEST_CASE("what a terminal would obey becomes visible")
{
    CHECK(printable("a\nb\tc\r") == "a\\nb\\tc\\r");
    CHECK(printable("\x1b[31mred") == "\\x1b[31mred");
    CHECK(printable("\x7f") == "\\x7f");
    CHECK(printable("\xC2\x9B"
                    "31m") == "\\x9b31m");
    CHECK(printable("\xE2\x80\xAE"
                    "evil") == "\\u{202e}evil");
    CHECK(printable(std::string_view{"\0", 1}) == "\\x00");
}

TEST_CASE("bytes that are no UTF-8 are replaced, one by one")
{
    CHECK(printable("\xff") == "\xEF\xBF\xBD");
    CHECK(printable("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(printable("a\xE2\x82") == "a\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(printable("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("JSON is made safe without a change of its value, layout and all")
{
    CHECK(printable_json("{\n  \"a\": \"\x7f \u009b \u202e \u20ac\"\n}") ==
          "{\n  \"a\": \"\\u007f \\u009b \\u202e \u20ac\"\n}");
}

TEST_CASE("a text by itself keeps its lines")
{
    CHECK(printable_lines("a\nb\x1b") == "a\nb\\x1b");
}

TEST_CASE("whatever comes in, nothing that a terminal obeys comes out")
{
    CHECK(rc::check("printable() is safe and well-formed", [](const std::string& text) {
        const std::string safe = printable(text);
        RC_ASSERT(is_utf8(safe));
        RC_ASSERT(std::ranges::none_of(safe, [](char character) {
            const auto byte = static_cast<unsigned char>(character);
            return byte < 0x20 || byte == 0x7F;
        }));
        RC_ASSERT(printable(safe) == safe);
    }));
}

TEST_CASE("UTF-8 is told from what is none")
{
    CHECK(is_utf8("naïve 🏔"));
    CHECK(is_utf8(""));
    CHECK_FALSE(is_utf8("\xff"));
    CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));
    CHECK_FALSE(is_utf8("cut \xE2\x82"));
}

TEST_CASE("width counts code points")
{
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("naïve…") == 6);
}

TEST_CASE("a long text is cut to its width, with a mark in the last column")
{
    CHECK(shortened("short", 10) == "short");
    CHECK(shortened("exactly 10", 10) == "exactly 10");
    CHECK(shortened("eleven chars", 10) == "eleven ch…");
    CHECK(shortened(std::string(100'000, 'x'), 4) == "xxx…");
    CHECK(shortened("日本語日本語", 4) == "日本語…");
}

TEST_CASE("no text is wider than it may be")
{
    CHECK(rc::check("shortened() keeps its promise", [](const std::string& text) {
        RC_ASSERT(display_width(shortened(text, 12)) <= 12U);
    }));
}

}  // namespace azen::cli
