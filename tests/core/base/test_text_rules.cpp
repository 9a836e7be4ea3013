#include <string>

#include <doctest/doctest.h>

#include "core/base/text_rules.h"

using namespace azen;

TEST_CASE("characters are counted, not bytes")
{
    CHECK(count_characters("") == 0);
    CHECK(count_characters("abc") == 3);
    CHECK(count_characters("äß€") == 3);
}

TEST_CASE("a name has one to as many characters as it may")
{
    CHECK_FALSE(check_name("a name", "", 3).has_value());
    CHECK(check_name("a name", "äöü", 3).has_value());
    CHECK_FALSE(check_name("a name", "abcd", 3).has_value());
}

TEST_CASE("a name is UTF-8 without control characters")
{
    CHECK_FALSE(check_name("a name", "a\tb", 9).has_value());
    CHECK_FALSE(check_name("a name", "a\x7f", 9).has_value());
    CHECK_FALSE(check_name("a name", "\xff", 9).has_value());
    CHECK(check_name("a name", "say \"hi\" \\o/", 20).has_value());
}

TEST_CASE("a name holds nothing that a terminal obeys or that turns text around")
{
    for (const char* name : {"a\xC2\x9B"
                             "2J",
                             "a\u202Eb",
                             "\u2066",
                             "\u200F",
                             "a\u2028"
                             "b"}) {
        CAPTURE(name);
        CHECK_FALSE(check_name("a name", name, 9).has_value());
    }
    CHECK(check_name("a name", "\u05D0\u200D\u20AC", 9).has_value());
}

TEST_CASE("the error says what was wrong, and what it is about")
{
    const auto refused = check_name("a dog's name", "", 3);

    CHECK(refused.error().kind == ErrorKind::invalid);
    CHECK(refused.error().message == "a dog's name is 1 to 3 printable characters");
}
