#include <doctest/doctest.h>

#include "core/key/dead_key.h"

using namespace azen;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp now{milliseconds{1'768'473'000'000}};
constexpr DeathPolicy any{.expired = true, .revoked = true, .exhausted = true};

ApiKey expired(Timestamp since)
{
    ApiKey key;
    key.expires_at = since;
    return key;
}

ApiKey revoked(Timestamp since)
{
    ApiKey key;
    key.revoked_at = since;
    return key;
}

ApiKey exhausted(Timestamp last_request)
{
    ApiKey key;
    key.use.quota.remaining = 0;
    key.use.last_request = last_request;
    return key;
}

}  // namespace

TEST_CASE("a key that can be used, now or again, is not dead")
{
    ApiKey disabled;
    disabled.enabled = false;
    ApiKey refilled = exhausted(now - 1h);
    refilled.refill = Refill{.amount = 1, .interval = 1h};

    CHECK_FALSE(find_death({}, any, now));
    CHECK_FALSE(find_death(disabled, any, now));
    CHECK_FALSE(find_death(refilled, any, now));
    CHECK_FALSE(find_death(expired(now + 1ms), any, now));
}

TEST_CASE("each cause has its moment, and counts only when it is asked for")
{
    CHECK(find_death(expired(now), {.expired = true}, now) ==
          Death{.cause = KeyStatus::expired, .since = now});
    CHECK(find_death(revoked(now - 1h), {.revoked = true}, now) ==
          Death{.cause = KeyStatus::revoked, .since = now - 1h});
    CHECK(find_death(exhausted(now - 2h), {.exhausted = true}, now) ==
          Death{.cause = KeyStatus::exhausted, .since = now - 2h});
    CHECK_FALSE(find_death(expired(now), {.revoked = true, .exhausted = true}, now));
    CHECK_FALSE(find_death(revoked(now), {.expired = true, .exhausted = true}, now));
    CHECK_FALSE(find_death(exhausted(now), {.expired = true, .revoked = true}, now));
}

TEST_CASE("a key that never had a quota's request is exhausted since it was last changed")
{
    ApiKey key = exhausted(now);
    key.use.last_request.reset();
    key.updated_at = now - 3h;

    CHECK(find_death(key, any, now)->since == now - 3h);
}

TEST_CASE("a key whose quota an administrator took is exhausted since then")
{
    ApiKey key = exhausted(now - 100h);
    key.updated_at = now - 1h;

    CHECK(find_death(key, any, now)->since == now - 1h);
}

TEST_CASE("it has to have been dead for long enough")
{
    DeathPolicy policy = any;
    policy.at_least = 1h;

    CHECK(find_death(expired(now - 1h), policy, now).has_value());
    CHECK_FALSE(find_death(expired(now - 1h + 1ms), policy, now));
}

TEST_CASE("however long that is")
{
    CHECK_FALSE(find_death(revoked(now), {.revoked = true, .at_least = milliseconds::max()}, now));
}

TEST_CASE("of several causes the earliest counts, and a disabled key can be dead too")
{
    ApiKey key = expired(now - 2h);
    key.revoked_at = now - 1h;
    key.enabled = false;

    CHECK(find_death(key, any, now) == Death{.cause = KeyStatus::expired, .since = now - 2h});
    CHECK(find_death(key, {.revoked = true}, now)->cause == KeyStatus::revoked);
}
