#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/key/api_key.h"

namespace azen {

/// What can be wrong with how a key is kept.
enum class KeyRule : std::uint8_t { expiring, unused, max_age, no_expiry };

inline constexpr std::array all_key_rules{
    KeyRule::expiring, KeyRule::unused, KeyRule::max_age, KeyRule::no_expiry};

/// The enumerator's name, as machine output shows it.
std::string_view to_string(KeyRule rule);

/// What to look for. What is nullopt or false is not looked for.
struct KeyPolicy {
    std::optional<milliseconds> expiring{};  // expires within that time
    std::optional<milliseconds> unused{};    // no accepted request for that long, or ever since
                                             // its creation
    std::optional<milliseconds> max_age{};   // its current secret is older than that
    bool no_expiry = false;                  // never expires
};

/// A rule that a key breaks.
struct KeyFinding {
    KeyRule rule = KeyRule::expiring;
    std::optional<Timestamp> moment{};  // when it expires, was last used, got its secret; nullopt:
                                        // never

    bool operator==(const KeyFinding&) const = default;
};

/// What of `policy` the key breaks, in the order of all_key_rules. Only keys that would be accepted
/// now break anything: the others can neither be missed nor misused. `secret_since` is when its
/// current secret was made. Pure.
std::vector<KeyFinding> check(const ApiKey& key,
                              Timestamp secret_since,
                              const KeyPolicy& policy,
                              Timestamp now);

}  // namespace azen
