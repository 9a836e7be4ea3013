#include <rapidcheck.h>

#include <algorithm>

#include <doctest/doctest.h>

#include "core/key/key_explanation.h"

using namespace azen;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp start{milliseconds{1'768'473'000'000}};

std::optional<bool> outcome_of(const std::vector<CheckOutcome>& outcomes, Check check)
{
    const auto found = std::ranges::find(outcomes, check, &CheckOutcome::check);
    REQUIRE(found != outcomes.end());
    return found->passed;
}

std::vector<Check> failed(const std::vector<CheckOutcome>& outcomes)
{
    std::vector<Check> checks;
    for (const CheckOutcome& each : outcomes) {
        if (each.passed == false) {
            checks.push_back(each.check);
        }
    }
    return checks;
}

// What decide() calls the failure of a check.
Refusal refusal_for(Check check)
{
    switch (check) {
        case Check::presented: return Refusal::missing;
        case Check::well_formed: return Refusal::malformed;
        case Check::known: return Refusal::unknown;
        case Check::not_revoked: return Refusal::revoked;
        case Check::enabled: return Refusal::disabled;
        case Check::not_expired: return Refusal::expired;
        case Check::owned: return Refusal::ownerless;
        case Check::permitted: return Refusal::permission_missing;
        case Check::quota: return Refusal::quota_exceeded;
        case Check::rate_limit: return Refusal::rate_limited;
    }
    return Refusal::missing;
}

KeyFacts any_key()
{
    KeyFacts key;
    key.enabled = *rc::gen::weightedElement<bool>({{4, true}, {1, false}});
    key.revoked = *rc::gen::weightedElement<bool>({{1, true}, {4, false}});
    key.owned = *rc::gen::weightedElement<bool>({{4, true}, {1, false}});
    key.secret_state = *rc::gen::element(
        SecretState::pending, SecretState::active, SecretState::retiring, SecretState::revoked);
    if (*rc::gen::arbitrary<bool>()) {
        key.secret_not_after = start + milliseconds{*rc::gen::inRange(-2, 3)};
    }
    if (*rc::gen::arbitrary<bool>()) {
        key.expires_at = start + milliseconds{*rc::gen::inRange(-2, 3)};
    }
    key.rate_limit = {.enabled = *rc::gen::arbitrary<bool>(),
                      .max = *rc::gen::inRange<std::int64_t>(1, 4),
                      .window = milliseconds{*rc::gen::inRange(1, 20)}};
    if (*rc::gen::arbitrary<bool>()) {
        key.refill = Refill{.amount = 1, .interval = milliseconds{*rc::gen::inRange(1, 20)}};
    }
    return key;
}

KeyUse any_use(const KeyFacts& key)
{
    KeyUse use;
    const std::int64_t capacity = key.rate_limit.max * key.rate_limit.window.count();
    use.bucket = {.missing = *rc::gen::inRange<std::int64_t>(0, capacity + 1),
                  .updated_at = start - milliseconds{*rc::gen::inRange(-3, 20)}};
    if (*rc::gen::arbitrary<bool>()) {
        use.quota = {.remaining = *rc::gen::inRange<std::int64_t>(0, 3),
                     .last_refill_at = start - milliseconds{*rc::gen::inRange(0, 20)}};
    }
    return use;
}

}  // namespace

TEST_CASE("a secret that leads to no key is explained up to where it failed")
{
    const auto missing = explain_absence(Refusal::missing);
    const auto malformed = explain_absence(Refusal::malformed);
    const auto unknown = explain_absence(Refusal::unknown);

    CHECK(failed(missing) == std::vector{Check::presented});
    CHECK(failed(malformed) == std::vector{Check::well_formed});
    CHECK(failed(unknown) == std::vector{Check::known});
    CHECK(outcome_of(unknown, Check::well_formed) == true);
    CHECK(outcome_of(unknown, Check::not_revoked) == std::nullopt);
    CHECK(outcome_of(missing, Check::well_formed) == std::nullopt);
}

TEST_CASE("an ordinary key passes every check, in the order of the list")
{
    const auto outcomes = explain({}, {}, true, start);

    REQUIRE(outcomes.size() == all_checks.size());
    for (std::size_t i = 0; i < all_checks.size(); ++i) {
        CHECK(outcomes.at(i).check == all_checks.at(i));
        CHECK(outcomes.at(i).passed == true);
    }
}

TEST_CASE("each check is made for itself: one failure hides no other")
{
    const KeyFacts key{.enabled = false, .revoked = true, .owned = false, .expires_at = start};
    const KeyUse use{.quota = {.remaining = 0}};

    CHECK(failed(explain(key, use, false, start)) == std::vector{Check::not_revoked,
                                                                 Check::enabled,
                                                                 Check::not_expired,
                                                                 Check::owned,
                                                                 Check::permitted,
                                                                 Check::quota});
}

TEST_CASE("the limits are told apart, and follow the clock")
{
    const KeyFacts key{.rate_limit = {.enabled = true, .max = 1, .window = 1min}};
    const KeyUse use{.bucket = {.missing = 60'000, .updated_at = start}};

    CHECK(failed(explain(key, use, true, start)) == std::vector{Check::rate_limit});
    CHECK(failed(explain(key, use, true, start + 1min)).empty());
}

TEST_CASE("what is explained is what is decided")
{
    CHECK(rc::check("decide() refuses for the first check that failed", [] {
        const KeyFacts key = any_key();
        const KeyUse use = any_use(key);
        const bool permitted = *rc::gen::weightedElement<bool>({{4, true}, {1, false}});

        const auto failures = failed(explain(key, use, permitted, start));
        const Verdict verdict = decide(key, use, permitted, start);

        RC_ASSERT(failures.empty() == std::holds_alternative<Accepted>(verdict));
        if (const auto* refused = std::get_if<Refused>(&verdict)) {
            const bool both_limits = failures.front() == Check::quota && failures.size() == 2;
            const Check named = both_limits && key.refill ? Check::rate_limit : failures.front();
            RC_ASSERT(refused->reason == refusal_for(named));
        }
    }));
}

TEST_CASE("every check has a name of its own")
{
    std::vector<std::string_view> names;
    std::ranges::transform(
        all_checks, std::back_inserter(names), [](Check check) { return to_string(check); });

    std::ranges::sort(names);
    CHECK(std::ranges::adjacent_find(names) == names.end());
    CHECK_FALSE(names.front().empty());
}
