#include <array>
#include <sstream>

#include <doctest/doctest.h>

#include "cli/output/record.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> field_names{"id", "note", "more"};
constexpr RecordKind sample_kind{"azen.sample/v1", field_names, "id"};

const Json first{{"id", "a"}, {"note", "one, \"two\"\nthree"}, {"more", {{"deep", {1, 2}}}}};
const Json second{{"id", "b"}, {"note", nullptr}, {"more", true}};

std::string printed(test::Console& console, const Output& output, const Json& records)
{
    console.with_context([&](Context& context) {
        print_listing(context,
                      output,
                      {.schema = "azen.samples/v1",
                       .members = {{"samples", records}, {"page", 1}},
                       .kind = sample_kind,
                       .records = records});
        return 0;
    });
    return console.out();
}

std::string printed(const Output& output, const Json& records = Json::array({first, second}))
{
    test::Console console;
    return printed(console, output, records);
}

std::string printed_record(const Output& output)
{
    test::Console console;
    console.with_context([&](Context& context) {
        print_record(context, output, sample_kind, first);
        return 0;
    });
    return console.out();
}

}  // namespace

TEST_CASE("as JSON a list is one object that begins with its schema")
{
    const std::string text = printed({.format = OutputFormat::json});

    CHECK(text.starts_with("{\n  \"schema\": \"azen.samples/v1\",\n  \"samples\": ["));
    CHECK(Json::parse(text).at("samples").size() == 2);
    CHECK(Json::parse(text).at("page") == 1);
}

TEST_CASE("as JSON lines every line is a record with a schema")
{
    std::istringstream lines{printed({.format = OutputFormat::jsonl})};

    for (const Json& record : {first, second}) {
        std::string line;
        REQUIRE(std::getline(lines, line));
        Json read = Json::parse(line);
        CHECK(read.at("schema") == "azen.sample/v1");
        read.erase("schema");
        CHECK(read == record);
    }
    CHECK(lines.peek() == std::istringstream::traits_type::eof());
}

TEST_CASE("as CSV there is a heading, nothing for null, and JSON for what is no text")
{
    CHECK(printed({.format = OutputFormat::csv}) ==
          "id,note,more\n"
          "a,\"one, \"\"two\"\"\nthree\",\"{\"\"deep\"\":[1,2]}\"\n"
          "b,,true\n");
}

TEST_CASE("no records are an empty list in every form, in CSV a heading")
{
    const Json none = Json::array();

    CHECK(Json::parse(printed({.format = OutputFormat::json}, none)).at("samples").empty());
    CHECK(printed({.format = OutputFormat::jsonl}, none).empty());
    CHECK(printed({.format = OutputFormat::csv}, none) == "id,note,more\n");
    CHECK(printed({.format = OutputFormat::name}, none).empty());
}

TEST_CASE("names are one a line")
{
    CHECK(printed({.format = OutputFormat::name}) == "a\nb\n");
}

TEST_CASE("a field is one line a record, whatever is in it")
{
    CHECK(printed({.field = "id"}) == "a\nb\n");
    CHECK(printed({.field = "note"}) == "one, \"two\"\\nthree\n\n");
    CHECK(printed({.field = "more"}) == "{\"deep\":[1,2]}\ntrue\n");
}

TEST_CASE("a path leads into objects and lists, and to nothing where there is nothing")
{
    CHECK(printed({.field = "more.deep"}) == "[1,2]\n\n");
    CHECK(printed({.field = "more.deep.1"}) == "2\n\n");
    CHECK(printed({.field = "more.deep.2"}) == "\n\n");
    CHECK(printed({.field = "more.deep.one"}) == "\n\n");
    CHECK(printed({.field = "id.x"}) == "\n\n");
}

TEST_CASE("a single record has the same forms")
{
    CHECK(Json::parse(printed_record({.format = OutputFormat::json})).at("schema") ==
          "azen.sample/v1");
    CHECK(printed_record({.format = OutputFormat::jsonl}).find('\n') ==
          printed_record({.format = OutputFormat::jsonl}).size() - 1);
    CHECK(printed_record({.format = OutputFormat::name}) == "a\n");
    CHECK(printed_record({.field = "more.deep.0"}) == "1\n");
}

TEST_CASE("no form lets a text command the terminal")
{
    const Json evil = Json::array({{{"id", "a"}, {"note", "\x1b[2J"}, {"more", nullptr}}});
    test::Console console;
    console.terminals.out = true;

    for (const Output& output : {Output{.format = OutputFormat::json},
                                 Output{.format = OutputFormat::jsonl},
                                 Output{.format = OutputFormat::csv},
                                 Output{.field = "note"}}) {
        CHECK_FALSE(test::contains(printed(console, output, evil), "\x1b"));
    }
}

TEST_CASE("a pipe gets the very text in CSV")
{
    const Json evil = Json::array({{{"id", "a"}, {"note", "\x1b[2J"}, {"more", nullptr}}});

    CHECK(printed({.format = OutputFormat::csv}, evil) == "id,note,more\na,\x1b[2J,\n");
}

}  // namespace azen::cli
