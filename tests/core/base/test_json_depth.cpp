#include <string>

#include <doctest/doctest.h>

#include "core/base/json_depth.h"

using namespace azen;

namespace {

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("nesting counts where it is deepest, and up to the limit it is not too deep")
{
    CHECK_FALSE(is_nested_too_deep(nested(3), 3));
    CHECK(is_nested_too_deep(nested(4), 3));
    CHECK_FALSE(is_nested_too_deep(nested(max_json_depth)));
    CHECK(is_nested_too_deep(nested(max_json_depth + 1)));
    CHECK_FALSE(is_nested_too_deep(R"({"a":[{}],"b":[[],[]]})", 3));
    CHECK(is_nested_too_deep(R"({"a":[{}],"b":[[],[]]})", 2));
}

TEST_CASE("brackets in texts are text")
{
    CHECK_FALSE(is_nested_too_deep(R"(["[[[", "\"[[[", "\\"])", 1));
    CHECK(is_nested_too_deep(R"(["\\", [1]])", 1));
}

TEST_CASE("what is no JSON is told something harmless")
{
    CHECK_FALSE(is_nested_too_deep("", 0));
    CHECK_FALSE(is_nested_too_deep("]]]]", 0));
    CHECK_FALSE(is_nested_too_deep(R"("[[[)", 0));
    CHECK_FALSE(is_nested_too_deep(R"("\)", 0));
    CHECK(is_nested_too_deep(std::string(1'000'000, '[')));
}
