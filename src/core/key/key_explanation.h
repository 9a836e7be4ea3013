#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/key/key_rules.h"

namespace azen {

/// What a key has to pass, in the order in which a request meets it. Quota and rate limit are
/// tested, and charged, together.
enum class Check : std::uint8_t {
    presented,
    well_formed,
    known,
    not_revoked,  // neither the key nor this secret of it
    enabled,
    not_expired,
    owned,
    permitted,
    quota,
    rate_limit,
};

inline constexpr std::array all_checks{Check::presented,
                                       Check::well_formed,
                                       Check::known,
                                       Check::not_revoked,
                                       Check::enabled,
                                       Check::not_expired,
                                       Check::owned,
                                       Check::permitted,
                                       Check::quota,
                                       Check::rate_limit};

/// The enumerator's name, as machine output shows it.
std::string_view to_string(Check check);

struct CheckOutcome {
    Check check = Check::presented;
    std::optional<bool> passed{};  // nullopt: there was nothing to ask it of
};

/// All checks of a secret that led to no key, for the reason given: missing, malformed or unknown.
std::vector<CheckOutcome> explain_absence(Refusal reason);

/// All checks of a known secret, each for itself: several may have failed. decide() refuses for the
/// first of them; when both limits have failed it names the quota only if that never comes back.
/// Pure.
std::vector<CheckOutcome> explain(const KeyFacts& key,
                                  const KeyUse& use,
                                  bool permitted,
                                  Timestamp now);

}  // namespace azen
