#include <doctest/doctest.h>

#include "server/app/rate_headers.h"

namespace azen::server {

namespace {

std::string rate_limit_headers(const Allowance& allowance, const std::optional<Refill>& refill)
{
    std::string headers;
    append_rate_limit_headers(headers, allowance, refill);
    return headers;
}

using std::chrono::days;

Allowance sixty_a_minute(std::int64_t tokens, std::optional<milliseconds> wait)
{
    return {.rate_limited = true,
            .rate_limit = {.enabled = true, .max = 60, .window = milliseconds{60'000}},
            .tokens = tokens,
            .quota_remaining = {},
            .wait = wait};
}

}  // namespace

TEST_CASE("a rate limit is told with its policy and what is left of it")
{
    CHECK(rate_limit_headers(sixty_a_minute(59, milliseconds{0}), {}) ==
          "RateLimit-Policy: \"rate\";q=60;w=60\r\nRateLimit: \"rate\";r=59\r\n");
}

TEST_CASE("an empty bucket tells when the next request passes, in whole seconds rounded up")
{
    const auto headers = [](milliseconds wait) {
        return rate_limit_headers(sixty_a_minute(0, wait), {});
    };

    CHECK(headers(milliseconds{1}).ends_with("RateLimit: \"rate\";r=0;t=1\r\n"));
    CHECK(headers(milliseconds{1'000}).ends_with("RateLimit: \"rate\";r=0;t=1\r\n"));
    CHECK(headers(milliseconds{1'001}).ends_with("RateLimit: \"rate\";r=0;t=2\r\n"));
}

TEST_CASE("a quota that is refilled has a policy of its own")
{
    Allowance allowance = sixty_a_minute(59, milliseconds{0});
    allowance.quota_remaining = 99;

    CHECK(rate_limit_headers(allowance, Refill{.amount = 100, .interval = days{30}}) ==
          "RateLimit-Policy: \"rate\";q=60;w=60, \"quota\";q=100;w=2592000\r\n"
          "RateLimit: \"rate\";r=59, \"quota\";r=99\r\n");
}

TEST_CASE("a quota without refill tells what is left, and no policy")
{
    Allowance allowance;
    allowance.quota_remaining = 3;
    allowance.wait = milliseconds{0};

    CHECK(rate_limit_headers(allowance, {}) == "RateLimit: \"quota\";r=3\r\n");
}

TEST_CASE("a quota that never comes back tells no time")
{
    Allowance allowance;
    allowance.quota_remaining = 0;

    CHECK(rate_limit_headers(allowance, {}) == "RateLimit: \"quota\";r=0\r\n");
    CHECK(retry_after_header(allowance).empty());
}

TEST_CASE("only the item that has run out tells a time")
{
    Allowance allowance = sixty_a_minute(7, milliseconds{5'000});
    allowance.quota_remaining = 0;

    CHECK(rate_limit_headers(allowance, Refill{.amount = 10, .interval = milliseconds{10'000}})
              .ends_with("RateLimit: \"rate\";r=7, \"quota\";r=0;t=5\r\n"));
}

TEST_CASE("a key without limits has nothing to tell")
{
    CHECK(rate_limit_headers({}, {}).empty());
}

TEST_CASE("windows below a second are told as one")
{
    Allowance allowance = sixty_a_minute(1, milliseconds{0});
    allowance.rate_limit.window = milliseconds{250};

    CHECK(rate_limit_headers(allowance, {}).starts_with("RateLimit-Policy: \"rate\";q=60;w=1\r\n"));
}

TEST_CASE("no number is longer than the fifteen digits that structured fields allow")
{
    constexpr std::int64_t sixteen_digits = 1'000'000'000'000'000;
    Allowance allowance;
    allowance.quota_remaining = sixteen_digits;

    CHECK(rate_limit_headers(allowance, Refill{.amount = sixteen_digits, .interval = days{1}}) ==
          "RateLimit-Policy: \"quota\";q=999999999999999;w=86400\r\n"
          "RateLimit: \"quota\";r=999999999999999\r\n");
}

TEST_CASE("Retry-After is the time that RateLimit tells, and at least a second")
{
    CHECK(retry_after_header(sixty_a_minute(0, milliseconds{1'001})) == "Retry-After: 2\r\n");
    CHECK(retry_after_header(sixty_a_minute(0, milliseconds{0})) == "Retry-After: 1\r\n");
}

}  // namespace azen::server
