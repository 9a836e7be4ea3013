#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/key_output.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::contains;

constexpr Timestamp now = test::FakeClock::default_start;

ApiKey sample()
{
    ApiKey key;
    key.id = "the-id";
    key.name = "ci";
    key.start = "az_1a2b";
    key.created_at = now - std::chrono::days{3};
    key.use.quota.last_refill_at = key.created_at;
    return key;
}

std::string shown(const ApiKey& key)
{
    test::Console console;
    console.with_context([&key](Context& context) {
        print_key(context, key, OutputFormat::table);
        return 0;
    });
    return console.out();
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

TEST_CASE("people are shown times with how far off they are")
{
    ApiKey key = sample();
    key.expires_at = now + std::chrono::days{6};

    CHECK(contains(shown(key), "expires       2026-01-21T10:30:00.000Z (in 6d)\n"));
    CHECK(contains(shown(key), "created       2026-01-12T10:30:00.000Z (3d ago)\n"));
    CHECK(contains(shown(key), "last request  never\n"));
}

TEST_CASE("people are shown limits as they would type them")
{
    ApiKey key = sample();
    key.rate_limit = {.enabled = true, .max = 5, .window = std::chrono::seconds{2}};
    key.use.quota.remaining = 7;
    key.refill = Refill{.amount = 10, .interval = std::chrono::hours{24}};

    CHECK(contains(shown(key), "rate limit    5/2s\n"));
    CHECK(contains(shown(key), "quota         7 left, refilled to 10/1d\n"));
}

TEST_CASE("metadata that is no object is told as none")
{
    ApiKey key = sample();
    key.metadata = "not json";

    CHECK(key_to_json(key, now).at("metadata").is_null());
}

TEST_CASE("a name cannot command the terminal")
{
    ApiKey key = sample();
    key.name = "evil\x1b]0;title\x07";

    CHECK_FALSE(contains(shown(key), "\x1b"));
    CHECK_FALSE(contains(shown(key), "\x07"));
}

}  // namespace azen::cli
