#include "core/key/token_bucket.h"

#include <algorithm>
#include <cassert>

namespace azen::token_bucket {

namespace {

// A full bucket, in units. Inside 63 bits for every limit in range.
std::int64_t capacity_of(const RateLimit& limit)
{
    return limit.max * limit.window.count();
}

}  // namespace

BucketState refill(const BucketState& state, const RateLimit& limit, Timestamp now)
{
    if (now <= state.updated_at) {
        return state;
    }
    const milliseconds elapsed = now - state.updated_at;
    // A whole window fills any bucket. Asking first also keeps the product below from overflowing,
    // however long ago the last request was.
    if (elapsed >= limit.window) {
        return {.missing = 0, .updated_at = now};
    }
    const std::int64_t gained = elapsed.count() * limit.max;
    return {.missing = std::max<std::int64_t>(state.missing - gained, 0), .updated_at = now};
}

std::int64_t available(const BucketState& state, const RateLimit& limit)
{
    return std::max<std::int64_t>(capacity_of(limit) - state.missing, 0) / limit.window.count();
}

BucketState take(const BucketState& state, const RateLimit& limit)
{
    assert(available(state, limit) >= 1);
    return {.missing = state.missing + limit.window.count(), .updated_at = state.updated_at};
}

milliseconds wait(const BucketState& state, const RateLimit& limit)
{
    const std::int64_t missing_with_one_token = capacity_of(limit) - limit.window.count();
    const std::int64_t units = std::max<std::int64_t>(state.missing - missing_with_one_token, 0);
    // Rounded up without adding first: the sum could leave 63 bits.
    return milliseconds{(units / limit.max) + (units % limit.max == 0 ? 0 : 1)};
}

}  // namespace azen::token_bucket
