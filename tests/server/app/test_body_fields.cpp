#include <doctest/doctest.h>

#include "server/app/body_fields.h"

namespace azen::server {

namespace {

using nlohmann::json;
using Need = BodyFields::Need;

}  // namespace

TEST_CASE("fields are read by name and type")
{
    const json body = json::parse(R"({"text":"a","flag":true,"map":{"a":1},"more":5})");
    BodyFields fields{body, "body"};

    CHECK(fields.text("text", Need::required) == "a");
    CHECK(fields.boolean("flag", Need::required) == true);
    CHECK(fields.object("map", Need::required) == json{{"a", 1}});
    CHECK(fields.problems().empty());
}

TEST_CASE("what is missing, null or of another type is complained of where it matters")
{
    const json body = json::parse(R"({"a":null,"b":5,"c":[]})");
    BodyFields fields{body, "body"};

    CHECK_FALSE(fields.text("absent", Need::optional).has_value());
    CHECK_FALSE(fields.text("a", Need::nullable).has_value());
    CHECK(fields.problems().empty());
    CHECK_FALSE(fields.text("a", Need::optional).has_value());
    CHECK_FALSE(fields.text("absent", Need::required).has_value());
    CHECK_FALSE(fields.boolean("b", Need::required).has_value());
    CHECK_FALSE(fields.object("c", Need::required).has_value());
    CHECK(fields.problems() ==
          "[body.a] Invalid input: expected string, received null; "
          "[body.absent] Invalid input: expected string, received undefined; "
          "[body.b] Invalid input: expected boolean, received number; "
          "[body.c] Invalid input: expected record, received array");
}

TEST_CASE("a text has a least length, in characters")
{
    const json body{{"empty", ""}, {"one", "ä"}};
    BodyFields fields{body, "body"};

    CHECK(fields.text("one", Need::required, 1) == "ä");
    CHECK_FALSE(fields.text("empty", Need::required, 1).has_value());
    CHECK(fields.problems() == "[body.empty] Too small: expected string to have >=1 characters");
}

TEST_CASE("a number is whole, and not below its least")
{
    const json body = json::parse(R"({"a":5,"b":-1,"c":1.5,"d":99999999999999999999,"e":"5"})");
    BodyFields fields{body, "body"};

    CHECK(fields.integer("a", Need::required, 0) == 5);
    CHECK(fields.problems().empty());
    for (const char* name : {"b", "c", "d", "e"}) {
        CHECK_FALSE(fields.integer(name, Need::required, 0).has_value());
    }
    CHECK(fields.problems() ==
          "[body.b] Too small: expected number to be >=0; "
          "[body.c] Invalid input: expected int, received number; "
          "[body.d] Invalid input: expected int, received number; "
          "[body.e] Invalid input: expected number, received string");
}

TEST_CASE("null is told from absence")
{
    const json body{{"a", nullptr}};
    const BodyFields fields{body, "body"};

    CHECK(fields.is_null("a"));
    CHECK_FALSE(fields.is_null("b"));
    CHECK(fields.has("a"));
    CHECK_FALSE(fields.has("b"));
}

}  // namespace azen::server
