#include "core/service/authenticator.h"

#include <string>

#include "core/key/redact.h"

namespace azen::authenticator {
namespace {

// For the few requests whose secret is on its way in or out.
void follow_rotation(KeyRows& keys, const Attempt& attempt, Timestamp now)
{
    if (attempt.secret.state == SecretState::pending) {
        // As durable as the request's charge. Should a power cut undo both, the secret is pending
        // again and its next use makes up for it: nothing is lost but a little grace.
        keys.record_first_use(*attempt.secret.key, attempt.hash, now);
    } else if (attempt.secret.state == SecretState::retiring) {
        keys.record_retiring_use({.secret = attempt.hash,
                                  .address = std::string{attempt.client.address},
                                  .agent = describe_agent(attempt.client.agent),
                                  .requests = 1,
                                  .last_at = now});
    }
}

}  // namespace

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

Admission admit(KeyRows& keys, const Attempt& attempt, Timestamp now)
{
    const LiveSecret& secret = attempt.secret;
    if (secret.key == nullptr) {
        return {.refusal = Refusal::unknown};
    }
    LiveKey& key = *secret.key;
    const bool permitted =
        attempt.permission.empty() || key.permissions().allows(attempt.permission);
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
    if (secret.state != SecretState::active) [[unlikely]] {
        follow_rotation(keys, attempt, now);
    }
    return {.key = &key, .allowance = accepted.allowance};
}

}  // namespace azen::authenticator
