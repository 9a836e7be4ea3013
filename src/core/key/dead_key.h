#pragma once

#include <optional>

#include "core/base/clock.h"
#include "core/key/api_key.h"

namespace azen {

/// Which keys are past use, and for how long they have to have been.
struct DeathPolicy {
    bool expired = false;
    bool revoked = false;
    bool exhausted = false;    // no quota left and none to come
    milliseconds at_least{0};  // for that long
};

/// Why a key is past use, and since when.
struct Death {
    KeyStatus cause = KeyStatus::revoked;
    Timestamp since{};

    bool operator==(const Death&) const = default;
};

/// How `key` died, by the earliest of the causes that `policy` counts; nullopt when none of them
/// has held for long enough. A disabled key may be dead as well. Pure.
std::optional<Death> find_death(const ApiKey& key, const DeathPolicy& policy, Timestamp now);

}  // namespace azen
