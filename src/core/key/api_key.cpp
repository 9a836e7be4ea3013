#include "core/key/api_key.h"

namespace azen {

KeyStatus status_of(const ApiKey& key, Timestamp now)
{
    // In the order in which a request would meet them.
    if (key.revoked_at) {
        return KeyStatus::revoked;
    }
    if (!key.enabled) {
        return KeyStatus::disabled;
    }
    if (key.expires_at && now >= *key.expires_at) {
        return KeyStatus::expired;
    }
    if (!key.refill && !quota::allows(key.use.quota)) {
        return KeyStatus::exhausted;
    }
    return KeyStatus::active;
}

std::string_view to_string(SecretState state)
{
    switch (state) {
        case SecretState::pending: return "pending";
        case SecretState::active: return "active";
        case SecretState::retiring: return "retiring";
        case SecretState::revoked: return "revoked";
    }
    return {};
}

std::string_view to_string(KeyStatus status)
{
    switch (status) {
        case KeyStatus::active: return "active";
        case KeyStatus::disabled: return "disabled";
        case KeyStatus::expired: return "expired";
        case KeyStatus::exhausted: return "exhausted";
        case KeyStatus::revoked: return "revoked";
    }
    return {};
}

}  // namespace azen
