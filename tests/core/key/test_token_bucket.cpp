#include <rapidcheck.h>

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include "core/key/token_bucket.h"

using namespace azen;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp start{milliseconds{1'768'473'000'000}};

// A key's bucket, asked as decide() asks it.
struct Gate {
    RateLimit limit;
    BucketState state;

    bool pass(Timestamp now)
    {
        const BucketState current = token_bucket::refill(state, limit, now);
        if (token_bucket::available(current, limit) < 1) {
            return false;
        }
        state = token_bucket::take(current, limit);
        return true;
    }
};

// The generic cell rate algorithm of ITU-T I.371 in its other form, the virtual schedule: it keeps
// the time at which the next request is due, in units of 1/max ms, and no tokens at all.
struct VirtualSchedule {
    RateLimit limit;
    std::int64_t due = 0;
    Timestamp latest{};

    bool pass(Timestamp now)
    {
        latest = std::max(latest, now);
        const std::int64_t time = (latest - start).count() * limit.max;
        const std::int64_t window = limit.window.count();
        if (due - time > (limit.max - 1) * window) {
            return false;
        }
        due = std::max(due, time) + window;
        return true;
    }
};

// One step a millisecond: slow, and too simple to be wrong.
struct Simulation {
    RateLimit limit;
    std::int64_t level = limit.max * limit.window.count();
    Timestamp clock = start;

    bool pass(Timestamp now)
    {
        for (; clock < now; clock += 1ms) {
            level = std::min(level + limit.max, limit.max * limit.window.count());
        }
        if (level < limit.window.count()) {
            return false;
        }
        level -= limit.window.count();
        return true;
    }
};

RateLimit any_limit()
{
    return {.enabled = true,
            .max = *rc::gen::inRange<std::int64_t>(1, 12),
            .window = milliseconds{*rc::gen::inRange(1, 3000)}};
}

// Steps of a clock: mostly short ones, sometimes none or a long one.
std::vector<int> any_steps(int lowest)
{
    return *rc::gen::container<std::vector<int>>(
        rc::gen::weightedOneOf<int>({{2, rc::gen::just(0)},
                                     {6, rc::gen::inRange(std::max(lowest, -300), 300)},
                                     {1, rc::gen::inRange(lowest, 5000)}}));
}

}  // namespace

TEST_CASE("a fresh bucket is full and lets through exactly its capacity at once")
{
    Gate gate{.limit = {.max = 60, .window = 60'000ms}, .state = {}};

    int passed = 0;
    for (int i = 0; i < 200; ++i) {
        passed += gate.pass(start) ? 1 : 0;
    }

    CHECK(passed == 60);
}

TEST_CASE("an empty bucket gives one token back each window / max")
{
    Gate gate{.limit = {.max = 4, .window = 1000ms}, .state = {}};
    while (gate.pass(start)) {
    }

    CHECK_FALSE(gate.pass(start + 249ms));
    CHECK(gate.pass(start + 250ms));
    CHECK_FALSE(gate.pass(start + 499ms));
    CHECK(gate.pass(start + 500ms));
}

TEST_CASE("a refused request does not put off the next token")
{
    Gate gate{.limit = {.max = 1, .window = 1000ms}, .state = {}};
    REQUIRE(gate.pass(start));

    for (auto step = 1ms; step < 1000ms; step += 1ms) {
        REQUIRE_FALSE(gate.pass(start + step));
    }

    CHECK(gate.pass(start + 1000ms));
}

TEST_CASE("a steady client at the rate is never refused")
{
    Gate gate{.limit = {.max = 5, .window = 2000ms}, .state = {}};

    int refused = 0;
    for (auto elapsed = 0ms; elapsed <= 1h; elapsed += 500ms) {
        refused += gate.pass(start + elapsed) ? 0 : 1;
    }

    CHECK(refused == 0);
}

TEST_CASE("a client at exactly the rate is never refused, even from an empty bucket")
{
    CHECK(rc::check("a call each window / max passes", [] {
        const std::int64_t max = *rc::gen::inRange<std::int64_t>(1, 50);
        const milliseconds gap{*rc::gen::inRange(1, 500)};
        Gate gate{.limit = {.max = max, .window = gap * max}, .state = {}};
        while (gate.pass(start)) {
        }

        for (int call = 1; call <= 200; ++call) {
            RC_ASSERT(gate.pass(start + gap * call));
        }
    }));
}

TEST_CASE("a third of a token is never lost to rounding")
{
    Gate gate{.limit = {.max = 3, .window = 1000ms}, .state = {}};
    while (gate.pass(start)) {
    }

    int passed = 0;
    for (auto elapsed = 1ms; elapsed <= 1h; elapsed += 1ms) {
        passed += gate.pass(start + elapsed) ? 1 : 0;
    }

    CHECK(passed == 3 * 3600);
}

TEST_CASE("the bucket decides as the virtual schedule does, whichever way the clock jumps")
{
    CHECK(rc::check("both pass the same requests", [] {
        const RateLimit limit = any_limit();
        Gate gate{.limit = limit, .state = {}};
        VirtualSchedule schedule{.limit = limit};
        Timestamp now = start;

        for (const int step : any_steps(-5000)) {
            now = std::max(now + milliseconds{step}, start);
            RC_ASSERT(gate.pass(now) == schedule.pass(now));
        }
    }));
}

TEST_CASE("the bucket decides as a simulation of every millisecond does")
{
    CHECK(rc::check("both pass the same requests", [] {
        const RateLimit limit = any_limit();
        Gate gate{.limit = limit, .state = {}};
        Simulation simulation{.limit = limit};
        Timestamp now = start;

        for (const int step : any_steps(0)) {
            now += milliseconds{step};
            RC_ASSERT(gate.pass(now) == simulation.pass(now));
        }
    }));
}

TEST_CASE("no window of any length lets through more than its share")
{
    CHECK(rc::check("accepted <= max + max * length / window", [] {
        const RateLimit limit = any_limit();
        Gate gate{.limit = limit, .state = {}};
        std::vector<Timestamp> passed;
        Timestamp now = start;
        for (const int step : any_steps(0)) {
            now += milliseconds{step};
            if (gate.pass(now)) {
                passed.push_back(now);
            }
        }

        for (std::size_t first = 0; first < passed.size(); ++first) {
            for (std::size_t last = first; last < passed.size(); ++last) {
                const auto count = static_cast<std::int64_t>(last - first + 1);
                const auto length = (passed[last] - passed[first]).count();
                RC_ASSERT((count - limit.max) * limit.window.count() <= limit.max * length);
            }
        }
    }));
}

TEST_CASE("a clock that goes back gives no token, neither then nor while it re-lives the interval")
{
    Gate gate{.limit = {.max = 2, .window = 1000ms}, .state = {}};
    REQUIRE(gate.pass(start));
    REQUIRE(gate.pass(start));

    CHECK_FALSE(gate.pass(start - 1h));
    CHECK_FALSE(gate.pass(start - 1ms));
    CHECK_FALSE(gate.pass(start + 499ms));
    CHECK(gate.pass(start + 500ms));
}

TEST_CASE("the latest time seen never goes back")
{
    const RateLimit limit{.max = 2, .window = 1000ms};
    const BucketState state{.missing = 1500, .updated_at = start};

    CHECK(token_bucket::refill(state, limit, start - 1ms) == state);
    CHECK(token_bucket::refill(state, limit, start) == state);
    CHECK(token_bucket::refill(state, limit, start + 1ms).updated_at == start + 1ms);
}

TEST_CASE("the wait is exact: a request then passes, one a millisecond earlier does not")
{
    CHECK(rc::check("wait() is the first passing millisecond", [] {
        const RateLimit limit = any_limit();
        const std::int64_t capacity = limit.max * limit.window.count();
        const Gate gate{.limit = limit,
                        .state = {.missing = *rc::gen::inRange<std::int64_t>(0, capacity + 1),
                                  .updated_at = start}};

        const milliseconds wait = token_bucket::wait(gate.state, limit);

        Gate then = gate;
        RC_ASSERT(then.pass(start + wait));
        Gate earlier = gate;
        const bool passes_earlier = wait > 0ms && earlier.pass(start + wait - 1ms);
        RC_ASSERT_FALSE(passes_earlier);
    }));
}

TEST_CASE("whole tokens are counted, parts of one are not")
{
    const RateLimit limit{.max = 3, .window = 10ms};

    CHECK(token_bucket::available({.missing = 0}, limit) == 3);
    CHECK(token_bucket::available({.missing = 1}, limit) == 2);
    CHECK(token_bucket::available({.missing = 10}, limit) == 2);
    CHECK(token_bucket::available({.missing = 30}, limit) == 0);
}

TEST_CASE("the largest limit neither overflows nor loses a token")
{
    const RateLimit limit{.max = max_rate_limit_max, .window = max_rate_limit_window};
    const std::int64_t capacity = limit.max * limit.window.count();
    const BucketState empty{.missing = capacity, .updated_at = start};

    const BucketState nearly = token_bucket::refill(empty, limit, start + limit.window - 1ms);

    CHECK(capacity > 0);
    CHECK(token_bucket::available(empty, limit) == 0);
    CHECK(nearly.missing == limit.max);
    CHECK(token_bucket::refill(empty, limit, start + limit.window).missing == 0);
    CHECK(token_bucket::wait(empty, limit) == 317ms);  // 366 days / 100 000 000, rounded up
}

TEST_CASE("a bucket unused for centuries is full, not overflown")
{
    const RateLimit limit{.max = max_rate_limit_max, .window = 1ms};
    const BucketState empty{.missing = limit.max, .updated_at = Timestamp{}};

    const BucketState later = token_bucket::refill(empty, limit, start + 24h * 365 * 1000);

    CHECK(later.missing == 0);
    CHECK(token_bucket::available(later, limit) == max_rate_limit_max);
}
