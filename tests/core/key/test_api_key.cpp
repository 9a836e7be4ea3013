#include <doctest/doctest.h>

#include "core/key/api_key.h"

using namespace azen;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp now{milliseconds{1'768'473'000'000}};

ApiKey exhausted_key()
{
    ApiKey key;
    key.use.quota = {.remaining = 0, .last_refill_at = now};
    return key;
}

}  // namespace

TEST_CASE("a plain key is active")
{
    CHECK(status_of(ApiKey{}, now) == KeyStatus::active);
}

TEST_CASE("a key is expired from the millisecond of its expiry on")
{
    ApiKey key;
    key.expires_at = now;

    CHECK(status_of(key, now - 1ms) == KeyStatus::active);
    CHECK(status_of(key, now) == KeyStatus::expired);
}

TEST_CASE("a key without quota left is exhausted")
{
    ApiKey key = exhausted_key();

    CHECK(status_of(key, now) == KeyStatus::exhausted);

    key.use.quota.remaining = 1;

    CHECK(status_of(key, now) == KeyStatus::active);
}

TEST_CASE("a key whose quota will be refilled is not exhausted")
{
    ApiKey key = exhausted_key();
    key.refill = Refill{.amount = 10, .interval = 24h};

    CHECK(status_of(key, now) == KeyStatus::active);
}

TEST_CASE("an empty bucket does not change a key's status")
{
    ApiKey key;
    key.use.bucket = {.missing = key.rate_limit.max * key.rate_limit.window.count(),
                      .updated_at = now};

    CHECK(status_of(key, now) == KeyStatus::active);
}

TEST_CASE("the status names what a request would meet first")
{
    ApiKey key = exhausted_key();
    key.expires_at = now;
    key.enabled = false;
    key.revoked_at = now;

    CHECK(status_of(key, now) == KeyStatus::revoked);
    key.revoked_at = std::nullopt;
    CHECK(status_of(key, now) == KeyStatus::disabled);
    key.enabled = true;
    CHECK(status_of(key, now) == KeyStatus::expired);
    key.expires_at = std::nullopt;
    CHECK(status_of(key, now) == KeyStatus::exhausted);
}

TEST_CASE("statuses are written as one word")
{
    CHECK(to_string(KeyStatus::active) == "active");
    CHECK(to_string(KeyStatus::disabled) == "disabled");
    CHECK(to_string(KeyStatus::expired) == "expired");
    CHECK(to_string(KeyStatus::exhausted) == "exhausted");
    CHECK(to_string(KeyStatus::revoked) == "revoked");
}
