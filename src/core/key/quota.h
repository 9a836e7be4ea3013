#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/base/clock.h"

namespace azen {

/// Tops a quota up to at least `amount` (1 to 10^15) at each whole `interval` (1 ms to 10 years).
struct Refill {
    std::int64_t amount = 0;
    milliseconds interval{};

    bool operator==(const Refill&) const = default;
};

/// What is left of a key's quota.
struct QuotaState {
    std::optional<std::int64_t> remaining =
        std::nullopt;               // requests, >= 0; nullopt: no quota at all
    Timestamp last_refill_at = {};  // the key's creation before the first refill

    bool operator==(const QuotaState&) const = default;
};

/// Pure arithmetic of quotas; time is a parameter, and time going backwards changes nothing.
namespace quota {

/// `state` as of `now`: when at least one whole interval has passed, `remaining` is raised to
/// `refill->amount` if it was below, and `last_refill_at` moves on by whole intervals.
QuotaState refill(const QuotaState& state, const std::optional<Refill>& refill, Timestamp now);

/// Whether one more request may pass.
bool allows(const QuotaState& state);

/// Takes one request. Precondition: allows(state).
QuotaState take(const QuotaState& state);

/// How long after `now` the next refill comes, if one ever does. Precondition: `state` is as
/// refill() gave it for this `now`, or for a later one.
std::optional<milliseconds> wait(const QuotaState& state,
                                 const std::optional<Refill>& refill,
                                 Timestamp now);

}  // namespace quota

}  // namespace azen
