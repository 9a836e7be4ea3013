#include <rapidcheck.h>

#include <string>

#include <doctest/doctest.h>

#include "core/base/json_depth.h"
#include "server/app/json_text.h"

namespace azen::server {

namespace {

std::string nested(std::size_t depth)
{
    return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
}

std::optional<ApiError> error_of(std::string_view body)
{
    const auto parsed = parse_json_object(body);
    return parsed ? std::nullopt : std::optional{parsed.error()};
}

}  // namespace

TEST_CASE("JSON's media types are recognised in any case and with parameters")
{
    CHECK(is_json_media_type("application/json"));
    CHECK(is_json_media_type("Application/JSON"));
    CHECK(is_json_media_type("application/json; charset=utf-8"));
    CHECK(is_json_media_type(" application/json ;charset=utf-8"));
    CHECK(is_json_media_type("application/merge-patch+json"));
}

TEST_CASE("no other media type is JSON, and neither is none")
{
    CHECK_FALSE(is_json_media_type(""));
    CHECK_FALSE(is_json_media_type("text/plain"));
    CHECK_FALSE(is_json_media_type("application/x-www-form-urlencoded"));
    CHECK_FALSE(is_json_media_type("application/jsonp"));
    CHECK_FALSE(is_json_media_type("application/+json"));
    CHECK_FALSE(is_json_media_type("text/plain; application/json"));
    CHECK_FALSE(is_json_media_type("image/svg+json"));
}

TEST_CASE("an object is read")
{
    const auto parsed = parse_json_object(R"( {"text":"grüße","n":[1,{"x":null}]} )");

    REQUIRE(parsed);
    CHECK(parsed->at("text") == "grüße");
}

TEST_CASE("what is no JSON is invalid_json")
{
    for (const char* body : {"", "{", "text", "{'a':1}", R"({"a":1,})", R"({"a":1}x)", "{} {}"}) {
        CAPTURE(body);
        CHECK(error_of(body) == ApiError::invalid_json);
    }
}

TEST_CASE("text that is no UTF-8 is invalid_json")
{
    CHECK(error_of("{\"text\":\"\xff\"}") == ApiError::invalid_json);
    CHECK(error_of("{\"text\":\"\xc3\"}") == ApiError::invalid_json);
    CHECK(error_of("{\"text\":\"\xed\xa0\x80\"}") == ApiError::invalid_json);
    CHECK(error_of(R"({"text":"\ud800"})") == ApiError::invalid_json);
}

TEST_CASE("JSON that is no object is invalid_body")
{
    for (const char* body : {"null", "[]", "1", R"("text")", "true"}) {
        CAPTURE(body);
        CHECK(error_of(body) == ApiError::invalid_body);
    }
}

TEST_CASE("nesting is read up to the limit and refused beyond it")
{
    CHECK_FALSE(error_of(nested(max_json_depth)));
    CHECK(error_of(nested(max_json_depth + 1)) == ApiError::invalid_body);
    CHECK(error_of(std::string(1'000'000, '[')) == ApiError::invalid_body);
}

TEST_CASE("brackets in strings are no nesting")
{
    const std::string brackets(2 * max_json_depth, '[');

    CHECK_FALSE(error_of(R"({"text":")" + brackets + R"("})"));
    CHECK_FALSE(error_of(R"({"text":"\"\\)" + brackets + R"("})"));
}

TEST_CASE("of a name that comes twice the last value counts")
{
    CHECK(parse_json_object(R"({"text":"a","text":"b"})")->at("text") == "b");
}

TEST_CASE("any text can be written as a JSON string and read back")
{
    CHECK(rc::check("ASCII of all kinds", [] {
        const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
        std::string written;
        append_json_string(written, text);
        RC_ASSERT(nlohmann::json::parse(written).get<std::string>() == text);
    }));
}

TEST_CASE("bytes that are no UTF-8 are replaced when a string is written")
{
    std::string written = "x";

    append_json_string(written, "a\xff");

    CHECK(written == "x\"a\xef\xbf\xbd\"");
}

TEST_CASE("characters are counted, not bytes")
{
    CHECK(count_code_points("") == 0);
    CHECK(count_code_points("abc") == 3);
    CHECK(count_code_points("grüße") == 5);
    CHECK(count_code_points("😀") == 1);
}

}  // namespace azen::server
