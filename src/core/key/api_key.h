#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/key/key_secret.h"
#include "core/key/permissions.h"
#include "core/key/quota.h"
#include "core/key/token_bucket.h"

namespace azen {

/// What requests change in a key. Written through the store's journal only.
struct KeyUse {
    BucketState bucket = {};
    QuotaState quota = {};
    std::int64_t request_count = 0;                        // accepted requests, over the key's life
    std::optional<Timestamp> last_request = std::nullopt;  // the last accepted one

    bool operator==(const KeyUse&) const = default;
};

/// An API key: the record that people administer. Its secrets are KeySecret rows of their own.
/// Invariant: `organization_id` and `user_id` never change; `refill` implies a quota.
struct ApiKey {
    std::string id;    // UUID v4; an imported key keeps its own
    std::string name;  // 1 to 32 characters, not unique; empty only on imported keys
    std::string start;
    std::string prefix;
    std::string user_id;
    std::string organization_id;
    bool enabled = true;
    std::optional<Timestamp> expires_at;
    std::optional<Timestamp> revoked_at;  // set once, never cleared
    RateLimit rate_limit;
    std::optional<Refill> refill;
    KeyUse use;
    Permissions permissions;
    std::string metadata = "null";  // JSON text of an object, or "null"
    Timestamp created_at = {};
    Timestamp updated_at = {};
};

/// Where a version of a key's secret stands (rotation.h). At most two of a key are live.
enum class SecretState : std::uint8_t {
    pending = 0,   // made, not used yet
    active = 1,    // the current one
    retiring = 2,  // still accepted until `not_after`
    revoked = 3,
};
inline constexpr std::array all_secret_states{
    SecretState::pending, SecretState::active, SecretState::retiring, SecretState::revoked};

/// Whether a secret in that state may still be used. Inline: every request asks.
inline bool is_live(SecretState state, const std::optional<Timestamp>& not_after, Timestamp now)
{
    switch (state) {
        case SecretState::pending:
        case SecretState::active: return true;
        // Without an end, which no one writes, it must not live for ever.
        case SecretState::retiring: return not_after && now < *not_after;
        case SecretState::revoked: return false;
    }
    return false;
}

/// The enumerator's name, as machine output shows it.
std::string_view to_string(SecretState state);

/// One version of a key's secret.
struct KeySecret {
    SecretHash hash{};
    std::string start;
    SecretState state = SecretState::active;
    std::optional<Timestamp> not_after = std::nullopt;  // set while retiring
    Timestamp created_at = {};
    Timestamp since = {};   // when it came into its state
    milliseconds grace{0};  // what its predecessor keeps once this one is active
    std::optional<SecretHash> request =
        std::nullopt;       // hash of the idempotency key, if one was given
    bool delivered = true;  // whether it is known to have reached whoever asked for it

    bool operator==(const KeySecret&) const = default;
};

/// A client that still used a retiring secret.
struct SecretUse {
    SecretHash secret{};
    std::string address;  // as the server saw it: behind a proxy, the proxy's
    std::string agent;    // what it calls itself; may be empty
    std::int64_t requests = 0;
    Timestamp last_at = {};
};

/// A key's condition, as lists show it. Exhausted means: no quota left and none to come.
enum class KeyStatus : std::uint8_t { active, disabled, expired, exhausted, revoked };

/// When several apply, the one that a request would meet first. A bucket that is empty for the
/// moment is none of them.
KeyStatus status_of(const ApiKey& key, Timestamp now);

/// The enumerator's name, as machine output shows it.
std::string_view to_string(KeyStatus status);

}  // namespace azen
