#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/transfer/field_reader.h"

using namespace azen;

namespace {

using Json = nlohmann::ordered_json;

template <typename Read>
std::string problem_of(const Json& json, Read read)
{
    FieldReader reader{json};
    read(reader);
    const auto outcome = reader.finish();
    return outcome ? "" : outcome.error().message;
}

std::string problem_of_number(const Json& value)
{
    return problem_of({{"n", value}}, [](FieldReader& reader) { reader.integer("n", 1, 9); });
}

}  // namespace

TEST_CASE("fields that are as they should be are read")
{
    const Json json{{"text", "a"},
                    {"yes", true},
                    {"number", 7},
                    {"time", "2026-01-15T10:30:00.000Z"},
                    {"none", nullptr}};
    FieldReader reader{json};

    CHECK(reader.text("text") == "a");
    CHECK(reader.boolean("yes"));
    CHECK(reader.integer("number", 0, 7) == 7);
    CHECK(to_epoch_ms(reader.time("time")) == 1'768'473'000'000);
    CHECK_FALSE(reader.optional_integer("none", 0, 1));
    CHECK_FALSE(reader.optional_time("none"));
    CHECK(reader.finish().has_value());
}

TEST_CASE("a field that is missing, and one that nobody reads, are wrong")
{
    CHECK(problem_of(Json::object(), [](FieldReader& reader) { reader.text("a"); }) ==
          "\"a\" is missing");
    CHECK(problem_of({{"a", 1}}, [](FieldReader&) {}) == "\"a\" is no field of it");
}

TEST_CASE("what is of another type is wrong")
{
    CHECK(problem_of({{"a", 1}}, [](FieldReader& reader) { reader.text("a"); }) ==
          "\"a\" has to be a text");
    CHECK(problem_of({{"a", 1}}, [](FieldReader& reader) { reader.boolean("a"); }) ==
          "\"a\" has to be true or false");
    CHECK(problem_of({{"a", "soon"}}, [](FieldReader& reader) {
              reader.time("a");
          }).starts_with("\"a\" has to be a time"));
    CHECK(problem_of({{"a", nullptr}}, [](FieldReader& reader) { reader.text("a"); }) ==
          "\"a\" has to be a text");
}

TEST_CASE("numbers are whole and within their range")
{
    CHECK(problem_of_number(1).empty());
    CHECK(problem_of_number(9).empty());
    for (const Json& value : {Json(0),
                              Json(10),
                              Json(1.0),
                              Json("1"),
                              Json(-1),
                              Json(18'446'744'073'709'551'615ULL),
                              Json::parse("1e30")}) {
        CAPTURE(value.dump());
        CHECK(problem_of_number(value) == "\"n\" has to be a whole number from 1 to 9");
    }
}

TEST_CASE("the first thing that is wrong is what is said")
{
    CHECK(problem_of({{"a", 1}, {"b", 2}}, [](FieldReader& reader) {
              reader.text("b");
              reader.text("a");
              reader.reject("c", "is too much");
          }) == "\"b\" has to be a text");
}

TEST_CASE("what is no object has no fields")
{
    CHECK(problem_of(Json::array({1}), [](FieldReader& reader) { reader.text("a"); }) ==
          "is no JSON object");
}
