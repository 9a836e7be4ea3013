#include <optional>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "server/app/handlers/memory_json.h"

namespace azen::server {

namespace {

std::optional<ApiError> error_of_memory(std::string_view body)
{
    const auto parsed = parse_new_memory(body);
    return parsed ? std::nullopt : std::optional{parsed.error()};
}

std::optional<ApiError> error_of_search(std::string_view body)
{
    const auto parsed = parse_search_request(body);
    return parsed ? std::nullopt : std::optional{parsed.error()};
}

std::string with_dedup_key(const std::string& dedup_key)
{
    return nlohmann::json{{"text", "a"}, {"dedupKey", dedup_key}}.dump();
}

std::string repeat(std::string_view text, std::size_t times)
{
    std::string repeated;
    for (std::size_t i = 0; i < times; ++i) {
        repeated += text;
    }
    return repeated;
}

}  // namespace

TEST_CASE("a text alone makes a memory")
{
    const auto memory = parse_new_memory(R"({"text":"hiking"})");

    REQUIRE(memory);
    CHECK(memory->text == "hiking");
    CHECK_FALSE(memory->dedup_key);
    CHECK(memory->metadata == "null");
}

TEST_CASE("null stands for absence, and unknown members are ignored")
{
    const auto memory = parse_new_memory(
        R"({"text":"a","dedupKey":null,"metadata":null,"userId":"someone else","x":[1]})");

    REQUIRE(memory);
    CHECK_FALSE(memory->dedup_key);
    CHECK(memory->metadata == "null");
}

TEST_CASE("metadata is kept as it is")
{
    const auto memory =
        parse_new_memory(R"({"text":"a","metadata":{"n":[1,2.5,null,{"b":true}]}})");

    REQUIRE(memory);
    CHECK(memory->metadata == R"({"n":[1,2.5,null,{"b":true}]})");
}

TEST_CASE("a memory of the wrong shape is refused")
{
    for (const char* body : {R"({})",
                             R"({"text":""})",
                             R"({"text":1})",
                             R"({"text":null})",
                             R"({"text":["a"]})",
                             R"({"Text":"a"})",
                             R"({"text":"a","dedupKey":""})",
                             R"({"text":"a","dedupKey":5})",
                             R"({"text":"a","metadata":[]})",
                             R"({"text":"a","metadata":"x"})",
                             R"(["text"])"}) {
        CAPTURE(body);
        CHECK(error_of_memory(body) == ApiError::invalid_body);
    }
}

TEST_CASE("a dedup key has 256 characters at most, however many bytes they take")
{
    CHECK_FALSE(error_of_memory(with_dedup_key(repeat("x", 256))));
    CHECK_FALSE(error_of_memory(with_dedup_key(repeat("😀", 256))));
    CHECK(error_of_memory(with_dedup_key(repeat("x", 257))) == ApiError::invalid_body);
    CHECK(error_of_memory(with_dedup_key(repeat("😀", 257))) == ApiError::invalid_body);
}

TEST_CASE("what is no JSON is told from what has the wrong shape")
{
    CHECK(error_of_memory(R"({"text":"a")") == ApiError::invalid_json);
    CHECK(error_of_search(R"({"query":"a")") == ApiError::invalid_json);
}

TEST_CASE("a search looks for five memories unless it says otherwise")
{
    CHECK(parse_search_request(R"({"query":"hiking"})")->limit == 5);
    CHECK(parse_search_request(R"({"query":"hiking","topK":1})")->limit == 1);
    CHECK(parse_search_request(R"({"query":"hiking","topK":50})")->limit == 50);
    CHECK(parse_search_request(R"({"query":"hiking","topK":7.0})")->limit == 7);
}

TEST_CASE("a search of the wrong shape is refused")
{
    for (const char* body : {R"({})",
                             R"({"query":""})",
                             R"({"query":3})",
                             R"({"query":"a","topK":0})",
                             R"({"query":"a","topK":51})",
                             R"({"query":"a","topK":-1})",
                             R"({"query":"a","topK":2.5})",
                             R"({"query":"a","topK":"5"})",
                             R"({"query":"a","topK":null})",
                             R"({"query":"a","topK":true})",
                             R"({"query":"a","topK":99999999999999999999})"}) {
        CAPTURE(body);
        CHECK(error_of_search(body) == ApiError::invalid_body);
    }
}

TEST_CASE("a memory is written with its members in the contract's order")
{
    const Memory memory{.row = 1,
                        .id = "id-1",
                        .text = "say \"hi\"\n",
                        .metadata = R"({"b":1,"a":2})",
                        .created_at = from_epoch_ms(1'768'473'000'000)};
    std::string out;

    append_memories(out, {memory, memory});

    const std::string one = R"({"id":"id-1","content":"say \"hi\"\n","metadata":{"b":1,"a":2},)"
                            R"("createdAt":"2026-01-15T10:30:00.000Z","embedded":true})";
    CHECK(out == "[" + one + "," + one + "]");
}

TEST_CASE("no memories are an empty array")
{
    std::string out;

    append_memories(out, {});

    CHECK(out == "[]");
}

}  // namespace azen::server
