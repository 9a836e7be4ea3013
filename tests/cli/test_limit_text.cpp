#include <rapidcheck.h>

#include <chrono>

#include <doctest/doctest.h>

#include "cli/limit_text.h"

namespace azen::cli {

using namespace std::chrono_literals;

TEST_CASE("a rate is requests per unit, or per any length of time")
{
    CHECK(parse_rate("600/min") == RateLimit{.enabled = true, .max = 600, .window = 60s});
    CHECK(parse_rate("5/2s") == RateLimit{.enabled = true, .max = 5, .window = 2s});
    CHECK(parse_rate("10000/d") == RateLimit{.enabled = true, .max = 10'000, .window = 24h});
    CHECK(parse_rate("1/h")->window == 1h);
    CHECK(parse_rate("1/hour")->window == 1h);
    CHECK(parse_rate("1/m")->window == 1min);
    CHECK(parse_rate("60/60s").value() == parse_rate("60/minute").value());
}

TEST_CASE("no rate is said in a word")
{
    CHECK_FALSE(parse_rate("none")->enabled);
    CHECK(format_rate(RateLimit{.enabled = false}) == "none");
}

TEST_CASE("what is no rate is refused with an example")
{
    for (const char* text :
         {"", "fast", "600", "/min", "600/", "x/min", "6.5/min", "5/-2s", "5/2s/3"}) {
        CAPTURE(text);
        const Result<RateLimit> parsed = parse_rate(text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().kind == ErrorKind::invalid);
        CHECK(parsed.error().hint.find("600/min") != std::string::npos);
    }
}

TEST_CASE("a rate out of range is refused")
{
    CHECK_FALSE(parse_rate("0/min").has_value());
    CHECK_FALSE(parse_rate("-1/min").has_value());
    CHECK_FALSE(parse_rate("100000001/s").has_value());
    CHECK_FALSE(parse_rate("1/367d").has_value());
    CHECK(parse_rate("100000000/366d").has_value());
}

TEST_CASE("every rate is read back as it was written")
{
    CHECK(rc::check("parse_rate inverts format_rate", [] {
        const RateLimit limit{.enabled = true,
                              .max = *rc::gen::inRange<std::int64_t>(1, max_rate_limit_max + 1),
                              .window = milliseconds{*rc::gen::inRange<std::int64_t>(
                                  1, max_rate_limit_window.count() + 1)}};
        RC_ASSERT(parse_rate(format_rate(limit)) == limit);
    }));
}

TEST_CASE("a refill is requests per length of time, and read back as written")
{
    const Result<Refill> refill = parse_refill("10000/30d");

    CHECK(refill == Refill{.amount = 10'000, .interval = 720h});
    CHECK(format_refill(*refill) == "10000/30d");
    CHECK(parse_refill("5/d")->interval == 24h);
}

TEST_CASE("what is no refill, or out of range, is refused")
{
    CHECK_FALSE(parse_refill("none").has_value());
    CHECK_FALSE(parse_refill("0/d").has_value());
    CHECK_FALSE(parse_refill("1000000000000001/d").has_value());
    CHECK_FALSE(parse_refill("1/4000d").has_value());
    CHECK(parse_refill("1000000000000000/d").has_value());
}

TEST_CASE("a count is a whole number within its bounds, and the option is named when it is not")
{
    CHECK(parse_count("0", "--quota", 0, 10) == 0);
    CHECK(parse_count("10", "--quota", 0, 10) == 10);
    for (const char* text : {"", "-1", "11", "1.5", "5x", " 5", "99999999999999999999"}) {
        CAPTURE(text);
        const Result<std::int64_t> parsed = parse_count(text, "--quota", 0, 10);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().message.find("--quota") == 0);
    }
}

}  // namespace azen::cli
