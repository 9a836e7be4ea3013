#include <doctest/doctest.h>

#include "cli/key_values.h"
#include "core/base/time_text.h"
#include "support/fake_clock.h"

namespace azen::cli {
namespace {

constexpr Timestamp now = test::FakeClock::default_start;

}  // namespace

TEST_CASE("an expiry is a length of time, a date, a timestamp, now or never")
{
    CHECK(parse_expiry("90d", now).value() == now + std::chrono::days{90});
    CHECK(parse_expiry("2027-01-31", now).value() == parse_timestamp("2027-01-31T00:00:00Z"));
    CHECK(parse_expiry("2027-01-31T12:00:00Z", now).value() ==
          parse_timestamp("2027-01-31T12:00:00Z"));
    CHECK(parse_expiry("now", now).value() == now);
    CHECK_FALSE(parse_expiry("never", now).value().has_value());
}

TEST_CASE("what is no moment is no expiry")
{
    CHECK(parse_expiry("soon", now).error().kind == ErrorKind::invalid);
    CHECK(parse_expiry("", now).error().kind == ErrorKind::invalid);
    CHECK(parse_expiry("2027-02-30", now).error().kind == ErrorKind::invalid);
}

TEST_CASE("metadata is a JSON object and keeps the order of its fields")
{
    CHECK(parse_metadata(R"({"b": 1, "a": [2]})") == R"({"b":1,"a":[2]})");
    CHECK(parse_metadata("null") == "null");
}

TEST_CASE("other JSON, and what is none, is no metadata")
{
    for (const char* text : {"", "[]", "1", "\"x\"", "{", "{\"a\":}"}) {
        CAPTURE(text);
        CHECK(parse_metadata(text).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("metadata is not nested without end")
{
    const std::string deep(100'000, '[');

    const auto refused = parse_metadata(R"({"a":)" + deep + std::string(deep.size(), ']') + "}");

    CHECK(refused.error().kind == ErrorKind::invalid);
    CHECK(refused.error().message == "--metadata is nested too deep");
}

TEST_CASE("a memory id is a UUID")
{
    CHECK(parse_memory_id("6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11").has_value());
    CHECK(parse_memory_id("../usage").error().kind == ErrorKind::invalid);
    CHECK(parse_memory_id("").error().kind == ErrorKind::invalid);
}

}  // namespace azen::cli
