#include <rapidcheck.h>

#include <doctest/doctest.h>

#include "cli/bulk/rate_pace.h"
#include "core/key/token_bucket.h"
#include "support/fake_clock.h"

namespace azen::cli {
namespace {

using std::chrono::seconds;

constexpr Timestamp now = test::FakeClock::default_start;

RatePace after(const RateNote& note)
{
    RatePace pace;
    pace.observe(note, 0, now);
    return pace;
}

}  // namespace

TEST_CASE("until the first answer, requests go one at a time")
{
    RatePace pace;

    CHECK(pace.delay(now, 0) == milliseconds{0});
    CHECK(pace.delay(now, 1) > milliseconds{0});
    pace.observe({}, 0, now);
    CHECK(pace.delay(now, 16) == milliseconds{0});
}

TEST_CASE("an answer that others have overtaken says too much by them")
{
    RatePace pace;

    pace.observe({.remaining = 5, .quota = 60, .window = seconds{60}}, 3, now);

    CHECK(pace.delay(now, 1) == milliseconds{0});
    CHECK(pace.delay(now, 2) == seconds{1});
}

TEST_CASE("as many may go as remain, those on their way among them")
{
    const RatePace pace = after({.remaining = 3, .quota = 60, .window = seconds{60}});

    CHECK(pace.delay(now, 0) == milliseconds{0});
    CHECK(pace.delay(now, 2) == milliseconds{0});
    CHECK(pace.delay(now, 3) == seconds{1});
    CHECK(pace.delay(now, 5) == seconds{3});
}

TEST_CASE("what came back since the note may go")
{
    const RatePace pace = after({.remaining = 0, .quota = 60, .window = seconds{60}});

    CHECK(pace.delay(now, 0) == seconds{1});
    CHECK(pace.delay(now + milliseconds{400}, 0) == milliseconds{600});
    CHECK(pace.delay(now + seconds{1}, 0) == milliseconds{0});
    CHECK(pace.delay(now + seconds{1}, 1) == seconds{1});
}

TEST_CASE("a clock that goes back makes nothing come back")
{
    const RatePace pace = after({.remaining = 0, .quota = 60, .window = seconds{60}});

    CHECK(pace.delay(now - seconds{100}, 0) == seconds{1});
}

TEST_CASE("without a rate the reset is waited for, and without that a second")
{
    CHECK(after({.remaining = 0, .reset = seconds{7}}).delay(now, 0) == seconds{7});
    CHECK(after({.remaining = 0}).delay(now, 0) == seconds{1});
    CHECK(after({.remaining = 0, .quota = 0, .window = seconds{1}}).delay(now, 0) == seconds{1});
}

TEST_CASE("a refusal holds everything up until its time has passed")
{
    RatePace pace;

    pace.refused(seconds{5}, now);
    pace.refused(seconds{2}, now);

    CHECK(pace.delay(now, 0) == seconds{5});
    CHECK(pace.delay(now + seconds{5}, 0) == milliseconds{0});
}

TEST_CASE("an answer that says nothing changes nothing")
{
    RatePace pace = after({.remaining = 0, .quota = 60, .window = seconds{60}});

    pace.observe({}, 0, now + milliseconds{500});

    CHECK(pace.delay(now + milliseconds{500}, 0) == milliseconds{500});
}

// The server's side is the real token bucket; answers come back at once.
TEST_CASE("a client that keeps the pace is never refused by a bucket of its own")
{
    rc::check([] {
        const RateLimit limit{.enabled = true,
                              .max = *rc::gen::inRange<std::int64_t>(1, 50),
                              .window = seconds{*rc::gen::inRange(1, 60)}};
        BucketState bucket;
        RatePace pace;
        Timestamp time = now;
        for (int request = 0; request < 120; ++request) {
            time += pace.delay(time, 0);
            bucket = token_bucket::refill(bucket, limit, time);
            RC_ASSERT(token_bucket::available(bucket, limit) >= 1);
            bucket = token_bucket::take(bucket, limit);
            pace.observe({.remaining = token_bucket::available(bucket, limit),
                          .quota = limit.max,
                          .window = limit.window},
                         0,
                         time);
        }
    });
}

}  // namespace azen::cli
