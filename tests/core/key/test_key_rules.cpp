#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "core/key/key_rules.h"

using namespace azen;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp start{milliseconds{1'768'473'000'000}};

constexpr std::array all_refusals{
    Refusal::missing,
    Refusal::repeated,
    Refusal::malformed,
    Refusal::unknown,
    Refusal::revoked,
    Refusal::disabled,
    Refusal::expired,
    Refusal::ownerless,
    Refusal::permission_missing,
    Refusal::rate_limited,
    Refusal::quota_exceeded,
    Refusal::no_organization,
    Refusal::foreign_origin,
};

KeyUse with_quota(std::int64_t remaining)
{
    return {.bucket = {}, .quota = {.remaining = remaining, .last_refill_at = start}};
}

KeyUse with_empty_bucket(const KeyFacts& key)
{
    return {.bucket = {.missing = key.rate_limit.max * key.rate_limit.window.count(),
                       .updated_at = start},
            .quota = {}};
}

std::optional<Refusal> refusal_of(const Verdict& verdict)
{
    const auto* const refused = std::get_if<Refused>(&verdict);
    return refused != nullptr ? std::optional{refused->reason} : std::nullopt;
}

std::optional<Refusal> refusal_of(const KeyFacts& key, Timestamp now = start)
{
    return refusal_of(decide(key, {}, true, now));
}

Allowance allowance_of(const Verdict& verdict)
{
    return std::visit([](const auto& outcome) { return outcome.allowance; }, verdict);
}

// Stores what an accepted request leaves, as the authenticator does.
std::optional<Refusal> request(const KeyFacts& key, KeyUse& use, Timestamp now)
{
    const Verdict verdict = decide(key, use, true, now);
    if (const auto* const accepted = std::get_if<Accepted>(&verdict)) {
        use = accepted->use;
    }
    return refusal_of(verdict);
}

// A key's limits as plain counters: a virtual schedule and a number of requests.
struct Model {
    KeyFacts key;
    std::int64_t remaining;
    Timestamp last_refill_at = start;
    std::int64_t due = 0;
    Timestamp latest = start;

    bool pass(Timestamp now)
    {
        latest = std::max(latest, now);
        while (key.refill && now - last_refill_at >= key.refill->interval) {
            last_refill_at += key.refill->interval;
            remaining = std::max(remaining, key.refill->amount);
        }
        const std::int64_t time = (latest - start).count() * key.rate_limit.max;
        const std::int64_t window = key.rate_limit.window.count();
        const bool rate_limited =
            key.rate_limit.enabled && due - time > (key.rate_limit.max - 1) * window;
        if (rate_limited || remaining == 0) {
            return false;
        }
        due = std::max(due, time) + window;
        --remaining;
        return true;
    }
};

KeyFacts any_limited_key()
{
    KeyFacts key;
    key.rate_limit = {.enabled = *rc::gen::weightedElement<bool>({{5, true}, {1, false}}),
                      .max = *rc::gen::inRange<std::int64_t>(1, 8),
                      .window = milliseconds{*rc::gen::inRange(1, 2000)}};
    if (*rc::gen::arbitrary<bool>()) {
        key.refill = Refill{.amount = *rc::gen::inRange<std::int64_t>(1, 8),
                            .interval = milliseconds{*rc::gen::inRange(1, 3000)}};
    }
    return key;
}

}  // namespace

TEST_CASE("an ordinary key passes")
{
    CHECK(refusal_of(KeyFacts{}) == std::nullopt);
}

TEST_CASE("an accepted request is counted and dated")
{
    const KeyUse before{.bucket = {}, .quota = {}, .request_count = 41, .last_request = start - 1h};

    const Verdict verdict = decide(KeyFacts{}, before, true, start);

    REQUIRE(std::holds_alternative<Accepted>(verdict));
    CHECK(std::get<Accepted>(verdict).use.request_count == 42);
    CHECK(std::get<Accepted>(verdict).use.last_request == start);
}

TEST_CASE("each obstacle alone refuses with its own reason")
{
    CHECK(refusal_of({.enabled = false}) == Refusal::disabled);
    CHECK(refusal_of({.revoked = true}) == Refusal::revoked);
    CHECK(refusal_of({.owned = false}) == Refusal::ownerless);
    CHECK(refusal_of({.secret_state = SecretState::revoked}) == Refusal::revoked);
    CHECK(refusal_of({.expires_at = start - 1ms}) == Refusal::expired);
    CHECK(refusal_of(decide({}, {}, false, start)) == Refusal::permission_missing);
}

TEST_CASE("a key is alive until the millisecond of its expiry, and not in it")
{
    const KeyFacts key{.expires_at = start};

    CHECK(refusal_of(key, start - 1ms) == std::nullopt);
    CHECK(refusal_of(key, start) == Refusal::expired);
}

TEST_CASE("pending and active secrets are accepted")
{
    CHECK(refusal_of({.secret_state = SecretState::pending}) == std::nullopt);
    CHECK(refusal_of({.secret_state = SecretState::active}) == std::nullopt);
}

TEST_CASE("a retiring secret is accepted until its time, then counts as revoked")
{
    const KeyFacts key{.secret_state = SecretState::retiring, .secret_not_after = start};

    CHECK(refusal_of(key, start - 1ms) == std::nullopt);
    CHECK(refusal_of(key, start) == Refusal::revoked);
}

TEST_CASE("a retiring secret that lacks its time is not accepted for ever")
{
    CHECK(refusal_of({.secret_state = SecretState::retiring}) == Refusal::revoked);
}

TEST_CASE("obstacles are met in the contract's order")
{
    KeyFacts key{.enabled = false, .revoked = true, .owned = false, .expires_at = start};
    KeyUse use = with_empty_bucket(key);
    use.quota.remaining = 0;
    const auto reason = [&](bool permitted) {
        return refusal_of(decide(key, use, permitted, start));
    };

    CHECK(reason(false) == Refusal::revoked);
    key.revoked = false;
    CHECK(reason(false) == Refusal::disabled);
    key.enabled = true;
    CHECK(reason(false) == Refusal::expired);
    key.expires_at = std::nullopt;
    CHECK(reason(false) == Refusal::ownerless);
    key.owned = true;
    CHECK(reason(false) == Refusal::permission_missing);
    CHECK(reason(true) == Refusal::quota_exceeded);
}

TEST_CASE("only refusals by a limit tell how much is left")
{
    const Allowance hidden = allowance_of(decide({.enabled = false}, with_quota(7), true, start));

    CHECK_FALSE(hidden.rate_limited);
    CHECK_FALSE(hidden.quota_remaining.has_value());
    CHECK_FALSE(hidden.wait.has_value());
}

TEST_CASE("a refusal by the rate leaves the quota, one by the quota leaves the bucket")
{
    KeyFacts key{.rate_limit = {.max = 2, .window = 1000ms}};
    KeyUse use = with_quota(3);

    CHECK(request(key, use, start) == std::nullopt);
    CHECK(request(key, use, start) == std::nullopt);
    CHECK(request(key, use, start) == Refusal::rate_limited);
    CHECK(use.quota.remaining == 1);
    CHECK(request(key, use, start + 1000ms) == std::nullopt);
    CHECK(request(key, use, start + 1000ms) == Refusal::quota_exceeded);
    CHECK(token_bucket::available(use.bucket, key.rate_limit) == 1);
    CHECK(use.request_count == 3);
}

TEST_CASE("when both limits refuse, the reason is the rate unless the quota never comes back")
{
    KeyFacts key;
    KeyUse use = with_empty_bucket(key);
    use.quota = {.remaining = 0, .last_refill_at = start};

    CHECK(refusal_of(decide(key, use, true, start)) == Refusal::quota_exceeded);

    key.refill = Refill{.amount = 1, .interval = 1h};

    CHECK(refusal_of(decide(key, use, true, start)) == Refusal::rate_limited);
}

TEST_CASE("the wait ends when both limits let a request pass")
{
    KeyFacts key{.rate_limit = {.max = 1, .window = 60'000ms},
                 .refill = Refill{.amount = 1, .interval = 1h}};
    KeyUse use = with_empty_bucket(key);
    use.quota = {.remaining = 0, .last_refill_at = start};

    CHECK(allowance_of(decide(key, use, true, start)).wait == 1h);

    key.refill->interval = 1s;

    CHECK(allowance_of(decide(key, use, true, start)).wait == 60s);
}

TEST_CASE("a quota that never comes back has no wait")
{
    const Allowance allowance = allowance_of(decide({}, with_quota(0), true, start));

    CHECK(allowance.quota_remaining == 0);
    CHECK_FALSE(allowance.wait.has_value());
}

TEST_CASE("the wait of an accepted request is zero only while the next one would pass too")
{
    const KeyFacts key{.rate_limit = {.max = 2, .window = 1000ms}};
    KeyUse use;

    const Allowance first = allowance_of(decide(key, use, true, start));
    REQUIRE(request(key, use, start) == std::nullopt);
    const Allowance second = allowance_of(decide(key, use, true, start));

    CHECK(first.tokens == 1);
    CHECK(first.wait == 0ms);
    CHECK(second.tokens == 0);
    CHECK(second.wait == 500ms);
}

TEST_CASE("the last request of a quota is told that none will follow")
{
    const Allowance allowance = allowance_of(decide({}, with_quota(1), true, start));

    CHECK(allowance.quota_remaining == 0);
    CHECK_FALSE(allowance.wait.has_value());
}

TEST_CASE("after a clock was set back, the wait includes the time that must come again")
{
    const KeyFacts key{.rate_limit = {.max = 1, .window = 1000ms}};
    KeyUse use;
    REQUIRE(request(key, use, start) == std::nullopt);

    const Verdict verdict = decide(key, use, true, start - 10s);

    CHECK(refusal_of(verdict) == Refusal::rate_limited);
    CHECK(allowance_of(verdict).wait == 11s);
}

TEST_CASE("without a rate limit the bucket is left alone")
{
    const KeyFacts key{.rate_limit = {.enabled = false, .max = 1, .window = 1h}};
    KeyUse use = with_empty_bucket(key);
    const BucketState before = use.bucket;

    for (int i = 0; i < 100; ++i) {
        REQUIRE(request(key, use, start + milliseconds{i}) == std::nullopt);
    }

    CHECK(use.bucket == before);
    CHECK(use.request_count == 100);
    CHECK_FALSE(allowance_of(decide(key, use, true, start)).rate_limited);
}

TEST_CASE("an accepted request reports the limits it was measured against")
{
    const KeyFacts key{.rate_limit = {.max = 10, .window = 1000ms}};

    const Allowance allowance = allowance_of(decide(key, with_quota(5), true, start));

    CHECK(allowance.rate_limited);
    CHECK(allowance.rate_limit == key.rate_limit);
    CHECK(allowance.tokens == 9);
    CHECK(allowance.quota_remaining == 4);
}

TEST_CASE("rate and quota together decide as plain counters do, whichever way the clock jumps")
{
    CHECK(rc::check("the same requests pass, and the same quota is left", [] {
        const KeyFacts key = any_limited_key();
        const auto quota = *rc::gen::inRange<std::int64_t>(0, 20);
        KeyUse use = with_quota(quota);
        Model model{.key = key, .remaining = quota};
        Timestamp now = start;

        for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-400, 800))) {
            now = std::max(now + milliseconds{step}, start);
            const bool passed = request(key, use, now) == std::nullopt;
            RC_ASSERT(passed == model.pass(now));
        }
        // A refusal stores no refill either, so the two stand level at the latest time seen.
        const QuotaState left = quota::refill(use.quota, key.refill, model.latest);
        RC_ASSERT(left.remaining == model.remaining);
    }));
}

TEST_CASE("a request sent after the told wait passes, one a millisecond earlier does not")
{
    CHECK(rc::check("the wait is exact", [] {
        const KeyFacts key = any_limited_key();
        KeyUse use = with_quota(*rc::gen::inRange<std::int64_t>(0, 4));
        Timestamp now = start;
        for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-400, 800))) {
            now = std::max(now + milliseconds{step}, start);
            const Allowance told = allowance_of(decide(key, use, true, now));
            request(key, use, now);

            if (told.wait) {
                RC_ASSERT(refusal_of(decide(key, use, true, now + *told.wait)) == std::nullopt);
            }
            if (told.wait && *told.wait > 0ms) {
                RC_ASSERT(refusal_of(decide(key, use, true, now + *told.wait - 1ms)).has_value());
            }
        }
    }));
}

TEST_CASE("every refusal has a name of its own")
{
    std::set<std::string_view> names;

    for (const Refusal refusal : all_refusals) {
        names.insert(to_string(refusal));
    }

    CHECK(names.size() == all_refusals.size());
    CHECK_FALSE(names.contains(""));
    CHECK(to_string(Refusal::permission_missing) == "permission_missing");
}
