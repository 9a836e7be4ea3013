#include <rapidcheck.h>

#include <chrono>

#include <doctest/doctest.h>

#include "cli/retry_policy.h"
#include "support/fake_random.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;

std::optional<milliseconds> wait_after(const TryOutcome& outcome, int tries_done = 1)
{
    test::FakeRandom random;
    return wait_before_retry({}, outcome, tries_done, random);
}

}  // namespace

TEST_CASE("passing troubles are worth another try")
{
    for (const int status : {429, 502, 503, 504}) {
        CAPTURE(status);
        CHECK(wait_after({.status = status}).has_value());
    }
    CHECK(wait_after({.connection_lost = true}).has_value());
}

TEST_CASE("success, refusals, defects and time-outs are not")
{
    for (const int status : {200, 201, 301, 400, 401, 403, 404, 409, 500, 501}) {
        CAPTURE(status);
        CHECK_FALSE(wait_after({.status = status}).has_value());
    }
    CHECK_FALSE(wait_after({.connection_lost = false}).has_value());
}

TEST_CASE("after the last try there is none")
{
    CHECK(wait_after({.status = 503}, 2).has_value());
    CHECK_FALSE(wait_after({.status = 503}, 3).has_value());
}

TEST_CASE("what the server asks for is waited, unless it asks for too much")
{
    CHECK(wait_after({.status = 429, .retry_after = 7s}) == 7s);
    CHECK(wait_after({.status = 429, .retry_after = 20s}) == 20s);
    CHECK_FALSE(wait_after({.status = 429, .retry_after = 21s}).has_value());
}

TEST_CASE("a wait is between half the back-off and all of it, which doubles")
{
    CHECK(rc::check("bounds hold for every draw", [](std::uint64_t seed) {
        test::FakeRandom random{seed};
        const RetryPolicy policy{.tries = 4};
        const auto first = wait_before_retry(policy, {.status = 503}, 1, random);
        const auto third = wait_before_retry(policy, {.status = 503}, 3, random);
        RC_ASSERT(first >= 125ms);
        RC_ASSERT(first <= 250ms);
        RC_ASSERT(third >= 500ms);
        RC_ASSERT(third <= 1000ms);
    }));
}

TEST_CASE("clients that failed together do not come back together")
{
    test::FakeRandom one{1};
    test::FakeRandom other{2};

    CHECK(wait_before_retry({}, {.status = 503}, 1, one) !=
          wait_before_retry({}, {.status = 503}, 1, other));
}

}  // namespace azen::cli
