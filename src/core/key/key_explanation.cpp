#include "core/key/key_explanation.h"

namespace azen {
namespace {

// The check that a refusal without a key failed at; what lies before it has passed.
Check check_behind(Refusal reason)
{
    switch (reason) {
        case Refusal::malformed: return Check::well_formed;
        case Refusal::unknown: return Check::known;
        default: return Check::presented;
    }
}

// Asked of decide() itself, with everything else out of the way: the two cannot disagree.
bool passes(const KeyFacts& key, const KeyUse& use, bool permitted, Timestamp now)
{
    return std::holds_alternative<Accepted>(decide(key, use, permitted, now));
}

KeyFacts without_limits(const KeyFacts& key)
{
    KeyFacts plain;
    plain.rate_limit = key.rate_limit;
    plain.rate_limit.enabled = false;
    return plain;
}

bool passes_limits(const KeyFacts& key, const KeyUse& use, Check check, Timestamp now)
{
    KeyFacts facts = without_limits(key);
    if (check == Check::rate_limit) {
        facts.rate_limit = key.rate_limit;
        return passes(facts, KeyUse{.bucket = use.bucket}, true, now);
    }
    facts.refill = key.refill;
    return passes(facts, KeyUse{.quota = use.quota}, true, now);
}

bool passes_state(const KeyFacts& key, Check check, Timestamp now)
{
    KeyFacts facts = without_limits(key);
    switch (check) {
        case Check::not_revoked:
            facts.revoked = key.revoked;
            facts.secret_state = key.secret_state;
            facts.secret_not_after = key.secret_not_after;
            break;
        case Check::enabled: facts.enabled = key.enabled; break;
        case Check::not_expired: facts.expires_at = key.expires_at; break;
        case Check::owned: facts.owned = key.owned; break;
        default: break;
    }
    return passes(facts, {}, true, now);
}

}  // namespace

std::string_view to_string(Check check)
{
    switch (check) {
        case Check::presented: return "presented";
        case Check::well_formed: return "well_formed";
        case Check::known: return "known";
        case Check::not_revoked: return "not_revoked";
        case Check::enabled: return "enabled";
        case Check::not_expired: return "not_expired";
        case Check::owned: return "owned";
        case Check::permitted: return "permitted";
        case Check::quota: return "quota";
        case Check::rate_limit: return "rate_limit";
    }
    return {};
}

std::vector<CheckOutcome> explain_absence(Refusal reason)
{
    const Check failed = check_behind(reason);
    std::vector<CheckOutcome> outcomes;
    for (const Check check : all_checks) {
        const auto passed = check <= failed ? std::optional{check < failed} : std::nullopt;
        outcomes.push_back({.check = check, .passed = passed});
    }
    return outcomes;
}

std::vector<CheckOutcome> explain(const KeyFacts& key,
                                  const KeyUse& use,
                                  bool permitted,
                                  Timestamp now)
{
    std::vector<CheckOutcome> outcomes;
    for (const Check check : all_checks) {
        const bool limit = check == Check::quota || check == Check::rate_limit;
        bool passed = limit ? passes_limits(key, use, check, now) : passes_state(key, check, now);
        if (check == Check::permitted) {
            passed = permitted;
        }
        outcomes.push_back({.check = check, .passed = passed});
    }
    return outcomes;
}

}  // namespace azen
