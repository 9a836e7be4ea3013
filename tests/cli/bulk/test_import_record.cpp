#include <string>

#include <doctest/doctest.h>

#include "cli/bulk/import_record.h"

namespace azen::cli {
namespace {

MemoryApi::NewMemory jsonl(const std::string& line)
{
    const auto memory = parse_import_record(line, ImportFormat::jsonl);
    REQUIRE_MESSAGE(memory.has_value(), (memory ? "" : memory.error().message));
    return *memory;
}

std::string refusal(const std::string& line, ImportFormat format = ImportFormat::jsonl)
{
    const auto memory = parse_import_record(line, format);
    return memory ? "" : memory.error().message;
}

std::string key_of_line(const std::string& line)
{
    return *parse_import_record(line, ImportFormat::lines)->dedup_key;
}

}  // namespace

TEST_CASE("a plain line is a text")
{
    const auto memory = parse_import_record("  I love \"hiking\" ", ImportFormat::lines);

    CHECK(memory->text == "  I love \"hiking\" ");
    CHECK(memory->metadata == "null");
    CHECK(memory->dedup_key->starts_with("azen-import:"));
    CHECK(memory->dedup_key->size() == 12 + 43);
}

TEST_CASE("an object has its text in text or content, and may have metadata")
{
    CHECK(jsonl(R"({"text":"a"})").text == "a");
    CHECK(jsonl(R"({"content":"a"})").text == "a");
    CHECK(jsonl(R"({"text":"a","content":"b"})").text == "a");
    CHECK(jsonl(R"({"text":"a","metadata":{"b":[1],"a":null}})").metadata ==
          R"({"b":[1],"a":null})");
    CHECK(jsonl(R"({"text":"a","metadata":null,"more":1})").metadata == "null");
}

TEST_CASE("a line that is nested without end is refused")
{
    const std::string deep(200'000, '[');

    const std::string why =
        refusal(R"({"text":"a","metadata":{"a":)" + deep + std::string(deep.size(), ']') + "}}");

    CHECK(why == "this is nested too deep");
}

TEST_CASE("the same record has the same key, and another one another")
{
    CHECK(key_of_line("a") == key_of_line("a"));
    CHECK(key_of_line("a") != key_of_line("b"));
    CHECK(key_of_line("a") == *jsonl(R"({"text":"a"})").dedup_key);
    CHECK(*jsonl(R"({"text":"a","metadata":{"b":1}})").dedup_key != key_of_line("a"));
    CHECK(*jsonl(R"({"text":"a","line":7,"error":"b"})").dedup_key == key_of_line("a"));
}

TEST_CASE("memories that were two stay two, by their ids")
{
    const auto one = jsonl(R"({"id":"1","content":"a"})");
    const auto other = jsonl(R"({"id":"2","content":"a"})");

    CHECK(one.dedup_key != other.dedup_key);
    CHECK(one.dedup_key == jsonl(R"({"id":"1","content":"changed since"})").dedup_key);
}

TEST_CASE("a dedup key of one's own is kept")
{
    CHECK(jsonl(R"({"text":"a","dedupKey":"mine","id":"1"})").dedup_key == "mine");
    CHECK(jsonl(R"({"text":"a","dedupKey":null})").dedup_key == key_of_line("a"));
    CHECK(jsonl("{\"text\":\"a\",\"dedupKey\":\"" + std::string(256, 'k') + "\"}").dedup_key ==
          std::string(256, 'k'));
}

TEST_CASE("what no server would take is refused in words that fit behind a line's number")
{
    CHECK(refusal("", ImportFormat::lines) == "the text is empty");
    CHECK(refusal("\xff", ImportFormat::lines) == "the text is not UTF-8");
    CHECK(refusal("{") == "this is no JSON object");
    CHECK(refusal("[]") == "this is no JSON object");
    CHECK(refusal("{\"text\":\"\xff\"}") == "this is no JSON object");
    CHECK(refusal("{}") == "there is no text in \"text\" or \"content\"");
    CHECK(refusal(R"({"text":1})") == "there is no text in \"text\" or \"content\"");
    CHECK(refusal(R"({"text":""})") == "the text is empty");
    CHECK(refusal(R"({"text":"a","metadata":[]})") == "\"metadata\" is no object");
    CHECK(refusal(R"({"text":"a","dedupKey":""})").starts_with("\"dedupKey\" is no text"));
    CHECK(refusal(R"({"text":"a","dedupKey":7})").starts_with("\"dedupKey\" is no text"));
    CHECK_FALSE(refusal("{\"text\":\"a\",\"dedupKey\":\"" + std::string(257, 'k') + "\"}").empty());
}

TEST_CASE("the form is guessed from the first line")
{
    CHECK(guess_format("{\"text\":1}") == ImportFormat::jsonl);
    CHECK(guess_format("  {") == ImportFormat::jsonl);
    CHECK(guess_format("I {love} hiking") == ImportFormat::lines);
    CHECK(guess_format("") == ImportFormat::lines);
}

}  // namespace azen::cli
