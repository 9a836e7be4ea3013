#include <doctest/doctest.h>

#include "core/key/key_check.h"

using namespace azen;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp now{milliseconds{1'768'473'000'000}};
constexpr auto day = 24h;

// Made 100 days ago, used yesterday, with no expiry.
ApiKey sample()
{
    ApiKey key;
    key.created_at = now - 100 * day;
    key.use.last_request = now - day;
    return key;
}

std::vector<KeyRule> broken(const ApiKey& key, const KeyPolicy& policy)
{
    std::vector<KeyRule> rules;
    for (const KeyFinding& finding : check(key, key.created_at, policy, now)) {
        rules.push_back(finding.rule);
    }
    return rules;
}

using Rules = std::vector<KeyRule>;

}  // namespace

TEST_CASE("what is not looked for is not found")
{
    CHECK(broken(sample(), {}).empty());
}

TEST_CASE("a key that ends within the time given is expiring, to the millisecond")
{
    ApiKey key = sample();
    key.expires_at = now + 14 * day;

    CHECK(check(key, now, {.expiring = 14 * day}, now) ==
          std::vector{KeyFinding{.rule = KeyRule::expiring, .moment = key.expires_at}});
    CHECK(broken(key, {.expiring = 14 * day - 1ms}).empty());
    CHECK(broken(sample(), {.expiring = 14 * day}).empty());
}

TEST_CASE("a key is unused since its last accepted request, or since it was made")
{
    ApiKey never = sample();
    never.use.last_request.reset();

    CHECK(check(sample(), now, {.unused = day}, now) ==
          std::vector{KeyFinding{.rule = KeyRule::unused, .moment = now - day}});
    CHECK(broken(sample(), {.unused = day + 1ms}).empty());
    CHECK(check(never, now, {.unused = 100 * day}, now) ==
          std::vector{KeyFinding{.rule = KeyRule::unused}});
    CHECK(broken(never, {.unused = 101 * day}).empty());
}

TEST_CASE("the age is that of the secret, not of the key")
{
    CHECK(check(sample(), now - 90 * day - 1ms, {.max_age = 90 * day}, now) ==
          std::vector{KeyFinding{.rule = KeyRule::max_age, .moment = now - 90 * day - 1ms}});
    CHECK(check(sample(), now - 90 * day, {.max_age = 90 * day}, now).empty());
}

TEST_CASE("a key without an end is one without an expiry")
{
    ApiKey ending = sample();
    ending.expires_at = now + 3650 * day;

    CHECK(broken(sample(), {.no_expiry = true}) == Rules{KeyRule::no_expiry});
    CHECK(broken(ending, {.no_expiry = true}).empty());
}

TEST_CASE("a key can break several rules at once")
{
    CHECK(broken(sample(), {.unused = 1h, .max_age = day, .no_expiry = true}) ==
          Rules{KeyRule::unused, KeyRule::max_age, KeyRule::no_expiry});
}

TEST_CASE("keys that nobody can use break nothing")
{
    const KeyPolicy policy{.unused = 1ms, .max_age = 1ms, .no_expiry = true};
    ApiKey disabled = sample();
    disabled.enabled = false;
    ApiKey expired = sample();
    expired.expires_at = now;
    ApiKey revoked = sample();
    revoked.revoked_at = now;
    ApiKey exhausted = sample();
    exhausted.use.quota.remaining = 0;

    for (const ApiKey& key : {disabled, expired, revoked, exhausted}) {
        CHECK(broken(key, policy).empty());
    }
    CHECK(broken(sample(), policy).size() == 3);
}
