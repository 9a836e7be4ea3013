#include <rapidcheck.h>

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include "core/key/quota.h"

using namespace azen;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp start{milliseconds{1'768'473'000'000}};
constexpr Refill daily{.amount = 100, .interval = 24h};

QuotaState with(std::int64_t remaining)
{
    return {.remaining = remaining, .last_refill_at = start};
}

// The same by counting the intervals one at a time.
QuotaState refill_one_by_one(QuotaState state, const Refill& refill, Timestamp now)
{
    while (now - state.last_refill_at >= refill.interval) {
        state.last_refill_at += refill.interval;
        state.remaining = std::max(*state.remaining, refill.amount);
    }
    return state;
}

}  // namespace

TEST_CASE("without a quota every request may pass and none is taken")
{
    const QuotaState none{};

    CHECK(quota::allows(none));
    CHECK(quota::take(none) == none);
    CHECK(quota::refill(none, daily, start + 48h) == none);
    CHECK_FALSE(quota::wait(none, daily, start).has_value());
}

TEST_CASE("a quota lets through exactly as many requests as are left")
{
    QuotaState state = with(3);

    int passed = 0;
    while (quota::allows(state)) {
        state = quota::take(state);
        ++passed;
    }

    CHECK(passed == 3);
    CHECK(state == with(0));
}

TEST_CASE("nothing is refilled before a whole interval has passed")
{
    CHECK(quota::refill(with(0), daily, start + 24h - 1ms) == with(0));
    CHECK(quota::refill(with(0), daily, start + 24h).remaining == 100);
}

TEST_CASE("a refill tops up, it does not add up")
{
    CHECK(quota::refill(with(40), daily, start + 24h).remaining == 100);
    CHECK(quota::refill(with(40), daily, start + 72h).remaining == 100);
}

TEST_CASE("a refill takes nothing away from who has more")
{
    const QuotaState state = quota::refill(with(250), daily, start + 24h);

    CHECK(state.remaining == 250);
    CHECK(state.last_refill_at == start + 24h);
}

TEST_CASE("the time of the last refill moves by whole intervals")
{
    const QuotaState state = quota::refill(with(0), daily, start + 60h);

    CHECK(state.last_refill_at == start + 48h);
}

TEST_CASE("a quota without refill stays as it is for ever")
{
    CHECK(quota::refill(with(0), std::nullopt, start + 24h * 3650) == with(0));
    CHECK_FALSE(quota::wait(with(0), std::nullopt, start).has_value());
}

TEST_CASE("a clock that goes back changes nothing")
{
    const QuotaState refilled = quota::refill(with(0), daily, start + 24h);

    CHECK(quota::refill(refilled, daily, start) == refilled);
    CHECK(quota::refill(refilled, daily, start - 24h * 365) == refilled);
    CHECK(quota::refill(quota::take(refilled), daily, start + 24h).remaining == 99);
}

TEST_CASE("the wait for a refill is exact")
{
    CHECK(rc::check("the refill comes at the wait and not before", [] {
        const Refill refill{.amount = 5, .interval = milliseconds{*rc::gen::inRange(1, 10'000)}};
        const Timestamp now = start + milliseconds{*rc::gen::inRange(-10'000, 100'000)};
        const QuotaState state = quota::refill(with(0), refill, now);

        const auto wait = quota::wait(state, refill, now);

        RC_ASSERT(wait.has_value());
        RC_ASSERT(quota::refill(state, refill, now + *wait - 1ms) == state);
        RC_ASSERT(quota::refill(state, refill, now + *wait) != state);
    }));
}

TEST_CASE("refilling agrees with counting the intervals one at a time")
{
    CHECK(rc::check("whole intervals, topped up", [] {
        const Refill refill{.amount = *rc::gen::inRange<std::int64_t>(1, 50),
                            .interval = milliseconds{*rc::gen::inRange(1, 200)}};
        QuotaState state = with(*rc::gen::inRange<std::int64_t>(0, 100));
        QuotaState oracle = state;
        Timestamp now = start;

        for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-500, 1000))) {
            now += milliseconds{step};
            state = quota::refill(state, refill, now);
            oracle = refill_one_by_one(oracle, refill, now);
            RC_ASSERT(state == oracle);
            if (quota::allows(state)) {
                state = quota::take(state);
                --*oracle.remaining;
            }
        }
    }));
}

TEST_CASE("the shortest interval and the largest amount do not overflow")
{
    const Refill refill{.amount = 1'000'000'000'000'000, .interval = 1ms};

    const QuotaState state = quota::refill(with(0), refill, start + 24h * 3650);

    CHECK(state.remaining == 1'000'000'000'000'000);
    CHECK(state.last_refill_at == start + 24h * 3650);
}
