#include "core/service/authenticator.h"

#include <string>

#include "core/key/redact.h"
#include "core/key/rotation.h"

namespace azen::authenticator {
namespace {

// An earlier request of the batch may have done it. It is as durable as the request's charge:
// should a power cut undo both, the secret is pending again and its next use makes up for it.
// Nothing is lost but a little grace.
Result<void> activate(KeyRows& keys, const Attempt& attempt, Timestamp now)
{
    const LiveKey& key = *attempt.secret.key;
    KeySecrets secrets = TRY(keys.secrets(key.id()));
    return rotation::activate(secrets, attempt.hash, key.expires_at(), now)
               ? keys.put_secrets(key.id(), secrets)
               : Result<void>{};
}

// For the few requests whose secret is on its way in or out.
Result<void> follow_rotation(KeyRows& keys, const Attempt& attempt, Timestamp now)
{
    if (attempt.secret.state == SecretState::pending) {
        return activate(keys, attempt, now);
    }
    if (attempt.secret.state == SecretState::retiring) {
        keys.record_retiring_use({.secret = attempt.hash,
                                  .address = std::string{attempt.client.address},
                                  .agent = describe_agent(attempt.client.agent),
                                  .requests = 1,
                                  .last_at = now});
    }
    return {};
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

Result<Admission> admit(KeyRows& keys, const Attempt& attempt, Timestamp now)
{
    const LiveSecret& secret = attempt.secret;
    if (secret.key == nullptr) {
        return Admission{.refusal = Refusal::unknown};
    }
    LiveKey& key = *secret.key;
    const bool permitted =
        attempt.permission.empty() || key.permissions().allows(attempt.permission);
    const Verdict verdict = decide(facts_of(secret), key.use(), permitted, now);
    if (const auto* refused = std::get_if<Refused>(&verdict)) {
        const bool throttled =
            refused->reason == Refusal::rate_limited || refused->reason == Refusal::quota_exceeded;
        return Admission{.refusal = refused->reason,
                         .key = &key,
                         .allowance = throttled ? std::optional{refused->allowance} : std::nullopt};
    }
    if (secret.state != SecretState::active) [[unlikely]] {
        TRY(follow_rotation(keys, attempt, now));
    }
    const auto& accepted = std::get<Accepted>(verdict);
    keys.record_use(key, accepted.use);
    return Admission{.key = &key, .allowance = accepted.allowance};
}

}  // namespace azen::authenticator
