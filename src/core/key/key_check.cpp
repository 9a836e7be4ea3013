#include "core/key/key_check.h"

namespace azen {
namespace {

bool is_expiring(const ApiKey& key, const KeyPolicy& policy, Timestamp now)
{
    return policy.expiring && key.expires_at && *key.expires_at - now <= *policy.expiring;
}

// A key that was never used has been unused since it was made.
bool is_unused(const ApiKey& key, const KeyPolicy& policy, Timestamp now)
{
    return policy.unused && now - key.use.last_request.value_or(key.created_at) >= *policy.unused;
}

}  // namespace

std::string_view to_string(KeyRule rule)
{
    switch (rule) {
        case KeyRule::expiring: return "expiring";
        case KeyRule::unused: return "unused";
        case KeyRule::max_age: return "max_age";
        case KeyRule::no_expiry: return "no_expiry";
    }
    return {};
}

std::vector<KeyFinding> check(const ApiKey& key,
                              Timestamp secret_since,
                              const KeyPolicy& policy,
                              Timestamp now)
{
    std::vector<KeyFinding> findings;
    if (status_of(key, now) != KeyStatus::active) {
        return findings;
    }
    if (is_expiring(key, policy, now)) {
        findings.push_back({.rule = KeyRule::expiring, .moment = key.expires_at});
    }
    if (is_unused(key, policy, now)) {
        findings.push_back({.rule = KeyRule::unused, .moment = key.use.last_request});
    }
    if (policy.max_age && now - secret_since > *policy.max_age) {
        findings.push_back({.rule = KeyRule::max_age, .moment = secret_since});
    }
    if (policy.no_expiry && !key.expires_at) {
        findings.push_back({.rule = KeyRule::no_expiry});
    }
    return findings;
}

}  // namespace azen
