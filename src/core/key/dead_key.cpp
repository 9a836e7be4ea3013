#include "core/key/dead_key.h"

#include <algorithm>

namespace azen {
namespace {

// The request that took the last of a quota is the last one that was accepted; or an administrator
// took it, who may have changed the key last.
std::optional<Timestamp> exhausted_since(const ApiKey& key)
{
    if (key.refill || quota::allows(key.use.quota)) {
        return std::nullopt;
    }
    return std::max(key.use.last_request.value_or(key.updated_at), key.updated_at);
}

void consider(std::optional<Death>& earliest, KeyStatus cause, std::optional<Timestamp> since)
{
    if (since && (!earliest || *since < earliest->since)) {
        earliest = Death{.cause = cause, .since = *since};
    }
}

}  // namespace

std::optional<Death> find_death(const ApiKey& key, const DeathPolicy& policy, Timestamp now)
{
    std::optional<Death> earliest;
    if (policy.revoked) {
        consider(earliest, KeyStatus::revoked, key.revoked_at);
    }
    if (policy.expired) {
        consider(earliest, KeyStatus::expired, key.expires_at);
    }
    if (policy.exhausted) {
        consider(earliest, KeyStatus::exhausted, exhausted_since(key));
    }
    const bool long_enough = earliest && now - earliest->since >= policy.at_least;
    return long_enough ? earliest : std::nullopt;
}

}  // namespace azen
