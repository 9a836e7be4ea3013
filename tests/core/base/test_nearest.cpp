#include <vector>

#include <doctest/doctest.h>

#include "core/base/nearest.h"

using azen::nearest;

namespace {

const std::vector<std::string> verbs{"create", "list", "enable", "disable", "delete"};

}  // namespace

TEST_CASE("a misspelt word is recognised")
{
    CHECK(nearest("craete", verbs) == "create");
    CHECK(nearest("lst", verbs) == "list");
    CHECK(nearest("enabel", verbs) == "enable");
    CHECK(nearest("delete", verbs) == "delete");
}

TEST_CASE("a word too far from all is not")
{
    CHECK(!nearest("zebra", verbs));
    CHECK(!nearest("x", std::vector<std::string>{"abc"}));
}

TEST_CASE("a text of megabytes is no slip of the fingers, and is told so at once")
{
    const std::string text(4'000'000, 'a');
    const std::vector<std::string> many(10'000, "create");

    CHECK(!nearest(text, many));
}

TEST_CASE("nothing is near to nothing")
{
    CHECK(!nearest("", verbs));
    CHECK(!nearest("word", {}));
}

TEST_CASE("the first of equals wins")
{
    CHECK(nearest("ab", std::vector<std::string>{"ac", "ad"}) == "ac");
}
