#include "core/service/authenticator.h"

namespace azen::authenticator {
namespace {

KeyFacts facts_of(const LiveSecret& secret)
{
    const LiveKey& key = *secret.key;
    return {.enabled = key.enabled(),
            .revoked = key.revoked(),
            .owned = !key.organization_id().empty() && !key.user_id().empty(),
            .secret_state = secret.state,
            .secret_not_after = secret.not_after,
            .expires_at = key.expires_at(),
            .rate_limit = key.rate_limit(),
            .refill = key.refill()};
}

}  // namespace

tl::expected<SecretHash, Refusal> screen(std::string_view presented_key, std::size_t count)
{
    if (count > 1) {
        return tl::unexpected(Refusal::repeated);
    }
    if (count == 0 || presented_key.empty()) {
        return tl::unexpected(Refusal::missing);
    }
    if (!key_secret::is_well_formed(presented_key)) {
        return tl::unexpected(Refusal::malformed);
    }
    return key_secret::hash(presented_key);
}

Admission admit(KeyRows& keys, const LiveSecret& secret, std::string_view permission, Timestamp now)
{
    if (secret.key == nullptr) {
        return {.refusal = Refusal::unknown};
    }
    LiveKey& key = *secret.key;
    const bool permitted = permission.empty() || key.permissions().allows(permission);
    const Verdict verdict = decide(facts_of(secret), key.use(), permitted, now);
    if (const auto* refused = std::get_if<Refused>(&verdict)) {
        const bool throttled =
            refused->reason == Refusal::rate_limited || refused->reason == Refusal::quota_exceeded;
        return {.refusal = refused->reason,
                .key = &key,
                .allowance = throttled ? std::optional{refused->allowance} : std::nullopt};
    }
    const auto& accepted = std::get<Accepted>(verdict);
    keys.record_use(key, accepted.use);
    return {.key = &key, .allowance = accepted.allowance};
}

}  // namespace azen::authenticator
