#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/key/key_json.h"

using namespace azen;

namespace {

constexpr Timestamp now{std::chrono::sys_days{std::chrono::January / 15 / 2026} +
                        std::chrono::hours{10} + std::chrono::minutes{30}};

ApiKey sample()
{
    ApiKey key;
    key.id = "the-id";
    key.name = "ci";
    key.created_at = now - std::chrono::days{3};
    key.use.quota.last_refill_at = key.created_at;
    return key;
}

}  // namespace

TEST_CASE("a key as JSON has every field of the wire, null where there is nothing")
{
    const nlohmann::ordered_json json = key_to_json(sample(), now);

    for (const char* field : {"expiresAt",
                              "revokedAt",
                              "remaining",
                              "refillAmount",
                              "refillInterval",
                              "lastRefillAt",
                              "lastRequest",
                              "metadata"}) {
        CAPTURE(field);
        REQUIRE(json.contains(field));
        CHECK(json.at(field).is_null());
    }
    CHECK(json.at("rateLimitMax") == 60);
    CHECK(json.at("rateLimitTimeWindow") == 60'000);
    CHECK(json.at("status") == "active");
}

TEST_CASE("the last refill is told only when there was one")
{
    ApiKey key = sample();
    key.refill = Refill{.amount = 10, .interval = std::chrono::hours{24}};
    key.use.quota.remaining = 10;

    CHECK(key_to_json(key, now).at("lastRefillAt").is_null());
    key.use.quota.last_refill_at = now - std::chrono::hours{1};
    CHECK(key_to_json(key, now).at("lastRefillAt") == "2026-01-15T09:30:00.000Z");
}

TEST_CASE("metadata that is no object is told as none")
{
    ApiKey key = sample();
    key.metadata = "not json";

    CHECK(key_to_json(key, now).at("metadata").is_null());
}
