#include <rapidcheck.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <string>

#include <doctest/doctest.h>

#include "core/base/time_text.h"

using namespace azen;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t year_0_ms = -62'167'219'200'000;
constexpr std::int64_t year_10000_ms = 253'402'300'800'000;

Timestamp at(std::string_view text)
{
    const auto time = parse_timestamp(text);
    REQUIRE(time.has_value());
    return *time;
}

// What the C library makes of a time.
std::string oracle_text(std::int64_t epoch_ms)
{
    const std::int64_t fraction = (epoch_ms % 1000 + 1000) % 1000;
    const std::time_t seconds = (epoch_ms - fraction) / 1000;
    std::tm fields{};
    ::gmtime_r(&seconds, &fields);
    std::array<char, 64> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                  fields.tm_year + 1900,
                  fields.tm_mon + 1,
                  fields.tm_mday,
                  fields.tm_hour,
                  fields.tm_min,
                  fields.tm_sec,
                  static_cast<int>(fraction));
    return text.data();
}

}  // namespace

TEST_CASE("a timestamp is written in UTC with milliseconds")
{
    CHECK(format_timestamp(from_epoch_ms(0)) == "1970-01-01T00:00:00.000Z");
    CHECK(format_timestamp(from_epoch_ms(1'768'473'000'000)) == "2026-01-15T10:30:00.000Z");
    CHECK(format_timestamp(from_epoch_ms(951'827'696'789)) == "2000-02-29T12:34:56.789Z");
    CHECK(format_timestamp(from_epoch_ms(-1)) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("timestamps agree with the C library over ten thousand years")
{
    CHECK(rc::check("both write the same text", [] {
        const auto ms = *rc::gen::inRange<std::int64_t>(year_0_ms, year_10000_ms);

        RC_ASSERT(format_timestamp(from_epoch_ms(ms)) == oracle_text(ms));
    }));
}

TEST_CASE("a timestamp comes back as it was written")
{
    CHECK(rc::check("parse_timestamp inverts format_timestamp", [] {
        const auto ms = *rc::gen::inRange<std::int64_t>(year_0_ms, year_10000_ms);

        RC_ASSERT(parse_timestamp(format_timestamp(from_epoch_ms(ms))) == from_epoch_ms(ms));
    }));
}

TEST_CASE("a date is written without its time")
{
    const std::chrono::sys_days day = std::chrono::year{2026} / 3 / 1;

    CHECK(format_date(day) == "2026-03-01");
}

TEST_CASE("fractions of a second are optional and cut to milliseconds")
{
    const Timestamp whole = at("2026-01-15T10:30:00.000Z");

    CHECK(at("2026-01-15T10:30:00Z") == whole);
    CHECK(at("2026-01-15T10:30:00.5Z") == whole + 500ms);
    CHECK(at("2026-01-15T10:30:00.05Z") == whole + 50ms);
    CHECK(at("2026-01-15T10:30:00.123999999Z") == whole + 123ms);
}

TEST_CASE("a bare date is midnight at its start")
{
    CHECK(at("2026-01-15") == at("2026-01-15T00:00:00.000Z"));
}

TEST_CASE("leap days exist in leap years only")
{
    CHECK(parse_timestamp("2024-02-29").has_value());
    CHECK(parse_timestamp("2000-02-29").has_value());
    CHECK_FALSE(parse_timestamp("2026-02-29").has_value());
    CHECK_FALSE(parse_timestamp("1900-02-29").has_value());
}

TEST_CASE("what is no timestamp is refused")
{
    for (const std::string_view text : {"",
                                        "2026",
                                        "2026-1-15",
                                        "2026-13-01",
                                        "2026-00-10",
                                        "2026-01-00",
                                        "2026-04-31",
                                        "20260115",
                                        "2026/01/15",
                                        "26-01-15",
                                        "-026-01-15",
                                        "+026-01-15",
                                        " 2026-01-15",
                                        "2026-01-15 ",
                                        "2026-01-15T",
                                        "2026-01-15Z",
                                        "2026-01-15T10:30Z",
                                        "2026-01-15T10:30:00",
                                        "2026-01-15T24:00:00Z",
                                        "2026-01-15T10:60:00Z",
                                        "2026-01-15T10:30:60Z",
                                        "2026-01-15T10:30:00.Z",
                                        "2026-01-15T10:30:00.1234567890Z",
                                        "2026-01-15T10:30:00+00:00",
                                        "2026-01-15T10:30:00z",
                                        "2026-01-15t10:30:00Z",
                                        "2026-01-15 10:30:00Z",
                                        "2026-01-15T10:30:00ZZ",
                                        "2026-01-15T10:30:00.000",
                                        "2026-01-15T1 :30:00Z",
                                        "2026-01-15T10:30:-1Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_timestamp(text).has_value());
    }
}

TEST_CASE("a length of time is read in any of its units")
{
    CHECK(parse_duration("250ms") == 250ms);
    CHECK(parse_duration("60s") == 60s);
    CHECK(parse_duration("90m") == 90min);
    CHECK(parse_duration("12h") == 12h);
    CHECK(parse_duration("90d") == 90 * 24h);
    CHECK(parse_duration("2w") == 14 * 24h);
    CHECK(parse_duration("1y") == 365 * 24h);
    CHECK(parse_duration("10min") == 10min);
    CHECK(parse_duration("1y1h30min5s") == 365 * 24h + 90min + 5s);
    CHECK_FALSE(parse_duration("1w1y").has_value());
    CHECK_FALSE(parse_duration("1m1min").has_value());
}

TEST_CASE("units of a length of time add up")
{
    CHECK(parse_duration("1h30m") == 90min);
    CHECK(parse_duration("1w2d3h4m5s6ms") == 9 * 24h + 3h + 4min + 5s + 6ms);
    CHECK(parse_duration("1m1ms") == 60'001ms);
    CHECK(parse_duration("1h0m") == 1h);
}

TEST_CASE("a hundred years is the longest length of time")
{
    CHECK(parse_duration("36525d") == 36'525 * 24h);
    CHECK_FALSE(parse_duration("36526d").has_value());
    CHECK_FALSE(parse_duration("36525d1ms").has_value());
    CHECK_FALSE(parse_duration("9223372036854775807w").has_value());
    CHECK_FALSE(parse_duration("99999999999999999999s").has_value());
}

TEST_CASE("what is no length of time is refused with an example")
{
    for (const std::string_view text :
         {"",    "0s",  "0d0h", "5",    "d",   "1x",   "1D",    "-1d",   "+1d", "1.5h",  "1 d",
          " 1d", "1d ", "1m1h", "1s1s", "1d2", "1h30", "1d,2h", "1msec", "s1",  "1ms1s", "0x1s"}) {
        const auto length = parse_duration(text);

        CAPTURE(text);
        REQUIRE_FALSE(length.has_value());
        CHECK(length.error().kind == ErrorKind::invalid);
        CHECK(length.error().hint.find("90d") != std::string::npos);
    }
}

TEST_CASE("a length of time is written in the largest units that fit")
{
    CHECK(format_duration(90min) == "1h30m");
    CHECK(format_duration(60s) == "1m");
    CHECK(format_duration(24h) == "1d");
    CHECK(format_duration(1ms) == "1ms");
    CHECK(format_duration(61'001ms) == "1m1s1ms");
}

TEST_CASE("weeks are written for whole weeks only")
{
    CHECK(format_duration(14 * 24h) == "2w");
    CHECK(format_duration(90 * 24h) == "90d");
    CHECK(format_duration(7 * 24h + 1h) == "7d1h");
}

TEST_CASE("a length of time comes back as it was written")
{
    CHECK(rc::check("parse_duration inverts format_duration", [] {
        const milliseconds unit = *rc::gen::element<milliseconds>(1ms, 1s, 1min, 1h, 24h, 168h);
        const milliseconds rest = *rc::gen::element<milliseconds>(0ms, 1ms, 1s, 1min, 1h);
        const milliseconds length = *rc::gen::inRange(1, 5000) * unit + rest;

        RC_ASSERT(parse_duration(format_duration(length)) == length);
    }));
}

TEST_CASE("a moment is a duration from now, a date, a timestamp, or now")
{
    const Timestamp now = at("2026-01-15T10:30:00Z");

    CHECK(parse_moment("90d", now) == now + 90 * 24h);
    CHECK(parse_moment("2026-12-31", now) == at("2026-12-31T00:00:00Z"));
    CHECK(parse_moment("2020-01-01T01:02:03Z", now) == at("2020-01-01T01:02:03Z"));
    CHECK(parse_moment("now", now) == now);
}

TEST_CASE("what is no moment is refused, and not repeated in the message")
{
    for (const std::string_view text : {"", "tomorrow", "90", "2026-02-30", "-1d", "NOW"}) {
        const auto moment = parse_moment(text, from_epoch_ms(0));

        CAPTURE(text);
        REQUIRE_FALSE(moment.has_value());
        CHECK(moment.error().kind == ErrorKind::invalid);
        CHECK(moment.error().message.find("tomorrow") == std::string::npos);
    }
}

TEST_CASE("a distance in time is told in its one largest unit")
{
    const Timestamp now = at("2026-01-15T10:30:00Z");

    CHECK(format_relative(now - 3min - 59s, now) == "3m ago");
    CHECK(format_relative(now - 59s, now) == "59s ago");
    CHECK(format_relative(now + 6 * 24h + 23h, now) == "in 6d");
    CHECK(format_relative(now + 23h, now) == "in 23h");
    CHECK(format_relative(now + 400 * 24h, now) == "in 400d");
}

TEST_CASE("less than a second away is now, on either side")
{
    const Timestamp now = at("2026-01-15T10:30:00Z");

    CHECK(format_relative(now, now) == "now");
    CHECK(format_relative(now + 999ms, now) == "now");
    CHECK(format_relative(now - 999ms, now) == "now");
    CHECK(format_relative(now + 1s, now) == "in 1s");
    CHECK(format_relative(now - 1s, now) == "1s ago");
}
