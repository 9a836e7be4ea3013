#pragma once

#include <chrono>
#include <cstdint>

#include "core/base/clock.h"

namespace azen {

/// A key's rate limit. `max` is 1 to 100 000 000 requests and `window` 1 ms to 366 days, so that
/// every product below stays inside 63 bits.
struct RateLimit {
    bool enabled = true;
    std::int64_t max = 60;
    milliseconds window{60'000};

    bool operator==(const RateLimit&) const = default;
};

inline constexpr std::int64_t max_rate_limit_max = 100'000'000;
inline constexpr milliseconds max_rate_limit_window = std::chrono::hours{24 * 366};

/// What a bucket remembers. A value-initialised one is full.
///
/// A token is `window` units and one millisecond gives back `max` units: all arithmetic is whole,
/// nothing is rounded, nothing drifts.
struct BucketState {
    std::int64_t missing = 0;   // units short of a full bucket, in [0, max * window]
    Timestamp updated_at = {};  // the latest time seen; never goes back

    bool operator==(const BucketState&) const = default;
};

/// The token bucket (Turner 1986; ITU-T I.371's continuous-state leaky bucket is its mirror image).
/// Pure: time is a parameter. A time before `updated_at` counts as `updated_at`, so a clock that
/// goes back gives no token, neither then nor while it re-lives the interval.
namespace token_bucket {

/// `state` as of `now`, with the tokens that have come back.
BucketState refill(const BucketState& state, const RateLimit& limit, Timestamp now);

/// Whole tokens in a bucket that refill() has brought up to date: 0 to `limit.max`.
std::int64_t available(const BucketState& state, const RateLimit& limit);

/// Takes one token. Precondition: available(state, limit) >= 1.
BucketState take(const BucketState& state, const RateLimit& limit);

/// How long after `state.updated_at` a whole token is there; zero when one already is. Rounded up
/// to the millisecond: a request sent then passes, one sent a millisecond earlier does not.
milliseconds wait(const BucketState& state, const RateLimit& limit);

}  // namespace token_bucket

}  // namespace azen
