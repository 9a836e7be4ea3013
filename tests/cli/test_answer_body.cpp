#include <string>

#include <doctest/doctest.h>

#include "cli/answer_body.h"

namespace azen::cli {

TEST_CASE("an answer is JSON, or discarded")
{
    CHECK(parse_answer(R"({"a":[1]})").at("a").at(0) == 1);
    CHECK(parse_answer("<html>").is_discarded());
    CHECK(parse_answer("").is_discarded());
}

TEST_CASE("an answer that is nested without end is no answer")
{
    const std::string deep(200'000, '[');

    CHECK(parse_answer(deep + std::string(deep.size(), ']')).is_discarded());
    CHECK(parse_answer(R"({"metadata":)" + deep).is_discarded());
}

TEST_CASE("metadata that the API takes can be read back from a list")
{
    const std::string opening(60, '[');
    const std::string metadata = R"({"a":)" + opening + std::string(opening.size(), ']') + "}";

    CHECK(parse_answer(R"({"memories":[{"metadata":)" + metadata + "}]}").is_object());
}

}  // namespace azen::cli
