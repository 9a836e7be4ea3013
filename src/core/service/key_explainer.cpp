#include "core/service/key_explainer.h"

#include "core/service/authenticator.h"

namespace azen::key_explainer {
namespace {

Explanation without_key(Refusal reason, Timestamp at)
{
    return {.at = at, .refusal = reason, .checks = explain_absence(reason)};
}

KeyUse bring_up_to(const KeyFacts& key, const KeyUse& use, Timestamp at)
{
    KeyUse current = use;
    if (key.rate_limit.enabled) {
        current.bucket = token_bucket::refill(use.bucket, key.rate_limit, at);
    }
    current.quota = quota::refill(use.quota, key.refill, at);
    return current;
}

void take_verdict(Explanation& explanation, const Verdict& verdict)
{
    if (const auto* accepted = std::get_if<Accepted>(&verdict)) {
        explanation.allowance = accepted->allowance;
        return;
    }
    const auto& refused = std::get<Refused>(verdict);
    explanation.refusal = refused.reason;
    if (refused.reason == Refusal::rate_limited || refused.reason == Refusal::quota_exceeded) {
        explanation.allowance = refused.allowance;
    }
}

Explanation explain_known(const LiveSecret& secret, std::string_view permission, Timestamp at)
{
    const LiveKey& key = *secret.key;
    const KeyFacts facts = authenticator::facts_of(secret);
    const bool permitted = permission.empty() || key.permissions().allows(permission);
    Explanation explanation{.at = at,
                            .checks = azen::explain(facts, key.use(), permitted, at),
                            .secret_state = secret.state,
                            .secret_not_after = secret.not_after,
                            .use = bring_up_to(facts, key.use(), at)};
    take_verdict(explanation, decide(facts, key.use(), permitted, at));
    return explanation;
}

}  // namespace

Result<Explanation> explain(Store& store,
                            std::string_view presented_key,
                            std::string_view permission,
                            Timestamp at,
                            const KeyScope& scope)
{
    const auto hash = authenticator::screen(presented_key, 1);
    if (!hash) {
        return without_key(hash.error(), at);
    }
    const auto transaction = TRY(store.begin(Durability::process_crash));
    LiveSecret secret;
    TRY(transaction->keys().find_live({&*hash, 1}, {&secret, 1}));
    Explanation explanation = without_key(Refusal::unknown, at);
    if (secret.key != nullptr &&
        scope.covers(secret.key->organization_id(), secret.key->user_id())) {
        explanation = explain_known(secret, permission, at);
        explanation.key = TRY(transaction->records().find(secret.key->id()));
    }
    TRY(transaction->commit());
    return explanation;
}

}  // namespace azen::key_explainer
