#include "core/key/key_rules.h"

#include <algorithm>

namespace azen {

namespace {

// Everything that does not depend on how much the key was used.
std::optional<Refusal> find_obstacle(const KeyFacts& key, bool permitted, Timestamp now)
{
    if (key.revoked || !is_live(key.secret_state, key.secret_not_after, now)) {
        return Refusal::revoked;
    }
    if (!key.enabled) {
        return Refusal::disabled;
    }
    if (key.expires_at && now >= *key.expires_at) {
        return Refusal::expired;
    }
    if (!key.owned) {
        return Refusal::ownerless;
    }
    if (!permitted) {
        return Refusal::permission_missing;
    }
    return std::nullopt;
}

bool rate_allows(const KeyFacts& key, const BucketState& bucket)
{
    return !key.rate_limit.enabled || token_bucket::available(bucket, key.rate_limit) >= 1;
}

milliseconds wait_for_rate(const KeyFacts& key, const BucketState& bucket, Timestamp now)
{
    if (rate_allows(key, bucket)) {
        return milliseconds{0};
    }
    // The bucket stands at the latest time it saw. When the clock was set back, that time has to
    // come again before tokens do.
    return bucket.updated_at - now + token_bucket::wait(bucket, key.rate_limit);
}

std::optional<milliseconds> wait_for_quota(const KeyFacts& key,
                                           const QuotaState& quota,
                                           Timestamp now)
{
    return quota::allows(quota) ? milliseconds{0} : quota::wait(quota, key.refill, now);
}

// `use` must have been brought up to `now`.
Allowance allowance_of(const KeyFacts& key, const KeyUse& use, Timestamp now)
{
    Allowance allowance{.rate_limited = key.rate_limit.enabled,
                        .rate_limit = key.rate_limit,
                        .tokens = 0,
                        .quota_remaining = use.quota.remaining,
                        .wait = wait_for_quota(key, use.quota, now)};
    if (key.rate_limit.enabled) {
        allowance.tokens = token_bucket::available(use.bucket, key.rate_limit);
    }
    if (allowance.wait) {
        allowance.wait = std::max(*allowance.wait, wait_for_rate(key, use.bucket, now));
    }
    return allowance;
}

KeyUse bring_up_to(const KeyFacts& key, const KeyUse& use, Timestamp now)
{
    KeyUse current = use;
    if (key.rate_limit.enabled) {
        current.bucket = token_bucket::refill(use.bucket, key.rate_limit, now);
    }
    current.quota = quota::refill(use.quota, key.refill, now);
    return current;
}

// One request taken out of `use`, which allows it.
KeyUse charge(const KeyFacts& key, const KeyUse& use, Timestamp now)
{
    KeyUse charged = use;
    if (key.rate_limit.enabled) {
        charged.bucket = token_bucket::take(use.bucket, key.rate_limit);
    }
    charged.quota = quota::take(use.quota);
    ++charged.request_count;
    charged.last_request = now;
    return charged;
}

}  // namespace

std::string_view to_string(Refusal refusal)
{
    switch (refusal) {
        case Refusal::missing: return "missing";
        case Refusal::repeated: return "repeated";
        case Refusal::malformed: return "malformed";
        case Refusal::unknown: return "unknown";
        case Refusal::revoked: return "revoked";
        case Refusal::disabled: return "disabled";
        case Refusal::expired: return "expired";
        case Refusal::ownerless: return "ownerless";
        case Refusal::permission_missing: return "permission_missing";
        case Refusal::quota_exceeded: return "quota_exceeded";
        case Refusal::rate_limited: return "rate_limited";
        case Refusal::no_organization: return "no_organization";
        case Refusal::foreign_origin: return "foreign_origin";
    }
    return {};
}

Verdict decide(const KeyFacts& key, const KeyUse& use, bool permitted, Timestamp now)
{
    if (const auto obstacle = find_obstacle(key, permitted, now)) {
        return Refused{.reason = *obstacle, .allowance = {}};
    }
    const KeyUse current = bring_up_to(key, use, now);
    const bool within_quota = quota::allows(current.quota);
    const bool within_rate = rate_allows(key, current.bucket);
    if (within_quota && within_rate) {
        const KeyUse charged = charge(key, current, now);
        return Accepted{.use = charged, .allowance = allowance_of(key, charged, now)};
    }
    // Waiting helps against the rate, and against a quota that is refilled. When both stand in the
    // way, a quota that never comes back is what the caller has to know.
    const bool quota_decides = !within_quota && (within_rate || !key.refill);
    return Refused{.reason = quota_decides ? Refusal::quota_exceeded : Refusal::rate_limited,
                   .allowance = allowance_of(key, current, now)};
}

}  // namespace azen
