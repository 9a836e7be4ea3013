#include "cli/retry_policy.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace azen::cli {
namespace {

// Troubles that pass by themselves. A 500 is a defect, and would be one again.
bool is_worth_another_try(const TryOutcome& outcome)
{
    if (!outcome.status) {
        return outcome.connection_lost;
    }
    constexpr std::array passing_troubles{429, 502, 503, 504};
    return std::ranges::find(passing_troubles, *outcome.status) != passing_troubles.end();
}

// In [0, bound]; the bias of the remainder does not matter for spreading load.
milliseconds random_up_to(milliseconds bound, RandomSource& random)
{
    std::uint32_t drawn = 0;
    random.fill(std::as_writable_bytes(std::span{&drawn, 1}));
    return milliseconds{static_cast<std::int64_t>(drawn) % (bound.count() + 1)};
}

}  // namespace

std::optional<milliseconds> wait_before_retry(const RetryPolicy& policy,
                                              const TryOutcome& outcome,
                                              int tries_done,
                                              RandomSource& random)
{
    if (tries_done >= policy.tries || !is_worth_another_try(outcome)) {
        return std::nullopt;
    }
    const milliseconds back_off =
        std::min(policy.first_wait * (1 << (tries_done - 1)), policy.longest_wait);
    const milliseconds jittered = back_off / 2 + random_up_to(back_off / 2, random);
    // A server that names a time knows better, and is never asked earlier than that.
    if (!outcome.retry_after) {
        return jittered;
    }
    if (*outcome.retry_after > policy.longest_wait) {
        return std::nullopt;
    }
    return std::max(*outcome.retry_after, jittered);
}

}  // namespace azen::cli
