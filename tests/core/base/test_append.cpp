#include <string>

#include <doctest/doctest.h>

#include "core/base/append.h"

namespace azen {

TEST_CASE("parts are appended in order, empty ones too")
{
    std::string out = "a";

    append_all(out, {"b", "", std::string_view{"c\0d", 3}, out.substr(0, 1)});

    CHECK(out == std::string("abc\0da", 6));
}

TEST_CASE("of no parts nothing is appended")
{
    std::string out;

    append_all(out, {});

    CHECK(out.empty());
}

}  // namespace azen
