#include "core/key/quota.h"

#include <algorithm>
#include <cassert>

namespace azen::quota {

QuotaState refill(const QuotaState& state, const std::optional<Refill>& refill, Timestamp now)
{
    if (!state.remaining || !refill || now < state.last_refill_at + refill->interval) {
        return state;
    }
    // The part of an interval that has passed counts towards the next one: no drift, whenever it is
    // that somebody asks.
    const auto whole_intervals = (now - state.last_refill_at) / refill->interval;
    return {.remaining = std::max(*state.remaining, refill->amount),
            .last_refill_at = state.last_refill_at + whole_intervals * refill->interval};
}

bool allows(const QuotaState& state)
{
    return !state.remaining || *state.remaining > 0;
}

QuotaState take(const QuotaState& state)
{
    assert(allows(state));
    QuotaState taken = state;
    if (taken.remaining) {
        --*taken.remaining;
    }
    return taken;
}

std::optional<milliseconds> wait(const QuotaState& state,
                                 const std::optional<Refill>& refill,
                                 Timestamp now)
{
    if (!state.remaining || !refill) {
        return std::nullopt;
    }
    return state.last_refill_at + refill->interval - now;
}

}  // namespace azen::quota
