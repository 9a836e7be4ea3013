#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/transfer/better_auth_row.h"
#include "support/sample_keys.h"

using namespace azen;
using namespace azen::better_auth;

namespace {

using Json = nlohmann::ordered_json;

// As the hosted service's plugin writes it to SQLite: the key of the secret "test".
Json hosted_row()
{
    return Json::parse(R"({
        "id": "Xb3kQ9ZtRw2YvNc8LmPd5HsJf7GaTe4U",
        "name": "console-2026-01-15",
        "start": "az_GNu",
        "prefix": "az_",
        "key": "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
        "userId": "user-1",
        "organizationId": "organization-1",
        "refillInterval": null,
        "refillAmount": null,
        "lastRefillAt": null,
        "enabled": 1,
        "rateLimitEnabled": 1,
        "rateLimitTimeWindow": 60000,
        "rateLimitMax": 60,
        "requestCount": 12,
        "remaining": null,
        "lastRequest": "2026-01-15T10:31:00.500Z",
        "expiresAt": "2027-01-15T10:30:00.000Z",
        "createdAt": "2026-01-15T10:30:00.000Z",
        "updatedAt": "2026-01-15T10:31:00.500Z",
        "permissions": "{\"file\":[\"read\"],\"projects\":[\"read\"]}",
        "metadata": "{\"organizationId\":\"organization-1\"}"
    })");
}

Json with(const std::string& name, const Json& value)
{
    Json row = hosted_row();
    row[name] = value;
    return row;
}

Json without(const std::string& name)
{
    Json row = hosted_row();
    row.erase(name);
    return row;
}

PortableKey read(const Json& row, const RowRules& rules = {})
{
    return test::must(read_row(row, rules));
}

std::string problem_of(const Json& row, const RowRules& rules = {})
{
    const auto key = read_row(row, rules);
    return key ? "" : key.error().message;
}

}  // namespace

TEST_CASE("a row of the hosted service becomes a key with the same secret, limits and times")
{
    const PortableKey portable = read(hosted_row());

    const ApiKey& key = portable.key;
    CHECK(key.id == "Xb3kQ9ZtRw2YvNc8LmPd5HsJf7GaTe4U");
    CHECK(key.name == "console-2026-01-15");
    CHECK(key.start == "az_GNu");
    CHECK(key.user_id == "user-1");
    CHECK(key.organization_id == "organization-1");
    CHECK(key.enabled);
    CHECK(key.rate_limit == RateLimit{});
    CHECK(to_epoch_ms(key.created_at) == 1'768'473'000'000);
    CHECK(key.use.request_count == 12);
    CHECK(key.use.last_request == key.updated_at);
    CHECK(key.use.bucket == BucketState{});
    REQUIRE(portable.secrets.size() == 1);
    CHECK(portable.secrets.front().hash == test::hash_of("test"));
    CHECK(portable.secrets.front().state == SecretState::active);
    CHECK(portable.secrets.front().created_at == key.created_at);
}

TEST_CASE(
    "columns may have the names of the hosted service's tables, and values PostgreSQL's forms")
{
    const PortableKey portable = read(Json::parse(R"({
        "id": "k", "key": "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
        "user_id": "u", "organization_id": "o", "enabled": false,
        "rate_limit_enabled": true, "rate_limit_time_window": 2000, "rate_limit_max": 5,
        "created_at": "2026-01-15 10:30:00.25+00", "updated_at": "2026-01-15T10:30:00+00:00",
        "expires_at": "2026-01-16T00:00:00", "metadata": {"team": "a", "organizationId": "x"},
        "permissions": {"orders": ["read"]}
    })"));

    CHECK(portable.key.organization_id == "o");
    CHECK_FALSE(portable.key.enabled);
    CHECK(portable.key.rate_limit.max == 5);
    CHECK(to_epoch_ms(portable.key.created_at) == 1'768'473'000'250);
    CHECK(to_epoch_ms(portable.key.updated_at) == 1'768'473'000'000);
    CHECK(portable.key.metadata == R"({"team":"a"})");
    CHECK(portable.key.permissions.to_text() == "orders.read");
    CHECK(portable.key.name.empty());
}

TEST_CASE("times may be JavaScript's numbers, but not seconds")
{
    CHECK(to_epoch_ms(read(with("createdAt", 1'768'473'000'000)).key.created_at) ==
          1'768'473'000'000);
    CHECK(problem_of(with("createdAt", 1'768'473'000)) ==
          "\"createdAt\" has to be a time in milliseconds since 1970");
    CHECK(problem_of(with("expiresAt", "2026-01-15T10:30:00+02:00")) ==
          "\"expiresAt\" has to be a time in UTC");
    CHECK(problem_of(without("createdAt")) == "\"createdAt\" is missing");
}

TEST_CASE("a key that could do everything there can do everything here")
{
    CHECK(read(hosted_row()).key.permissions == Permissions::defaults());
    CHECK(read(with("permissions", nullptr)).key.permissions == Permissions::defaults());
    CHECK(read(with("permissions", "null")).key.permissions == Permissions::defaults());
}

TEST_CASE("permissions that mean something are kept, also in text within text")
{
    CHECK(read(with("permissions", R"({"memory":["read"]})")).key.permissions.to_text() ==
          "memory.read");
    CHECK(read(with("permissions", R"("{\"memory\":[\"read\"]}")")).key.permissions.to_text() ==
          "memory.read");
    CHECK_FALSE(problem_of(with("permissions", "[1]")).empty());
}

TEST_CASE("half a rate limit is none, as in the plugin")
{
    CHECK_FALSE(read(with("rateLimitMax", nullptr)).key.rate_limit.enabled);
    CHECK_FALSE(read(with("rateLimitTimeWindow", nullptr)).key.rate_limit.enabled);
    CHECK_FALSE(read(with("rateLimitEnabled", 0)).key.rate_limit.enabled);
}

TEST_CASE("a quota is taken over, and a refill only with one")
{
    Json row = with("remaining", 3);
    row["refillAmount"] = 10;
    row["refillInterval"] = 1'000;
    row["lastRefillAt"] = "2026-01-15T10:30:30.000Z";
    Json without_quota = row;
    without_quota["remaining"] = nullptr;

    const ApiKey key = read(row).key;

    CHECK(key.use.quota.remaining == 3);
    CHECK(key.refill == Refill{.amount = 10, .interval = milliseconds{1'000}});
    CHECK(to_epoch_ms(key.use.quota.last_refill_at) == 1'768'473'030'000);
    CHECK_FALSE(read(without_quota).key.refill);
    CHECK(read(hosted_row()).key.use.quota.last_refill_at == key.created_at);
}

TEST_CASE("an organization comes from its column, and from the metadata only when that is trusted")
{
    const RowRules trusting{.organization_source = OrganizationSource::metadata};

    CHECK(problem_of(without("organizationId")).starts_with("\"organizationId\" is missing"));
    CHECK(read(without("organizationId"), trusting).key.organization_id == "organization-1");
    CHECK(read(with("metadata", R"({"organizationId":"other"})"), trusting).key.organization_id ==
          "organization-1");
    CHECK(
        read(hosted_row(), {.organization = Party{.id = "", .name = "mine"}}).organization->name ==
        "mine");
}

TEST_CASE("what the metadata says of the organization is not kept beside it")
{
    CHECK(read(hosted_row()).key.metadata == "null");
    CHECK(read(with("metadata", R"({"organizationId":"x","a":1})")).key.metadata == R"({"a":1})");
    CHECK(read(with("metadata", "null")).key.metadata == "null");
}

TEST_CASE("a later plugin names the user by a reference, in its default configuration")
{
    Json row = without("userId");
    row["referenceId"] = "user-2";
    row["configId"] = "default";
    Json other = row;
    other["configId"] = "organizations";

    CHECK(read(row).key.user_id == "user-2");
    CHECK(problem_of(other).starts_with("\"configId\" is not the default one"));
    CHECK(read(other, {.user = Party{.id = "", .name = "me"}}).user->name == "me");
    CHECK(problem_of(without("userId")).starts_with("\"userId\" is missing"));
}

TEST_CASE("a key that is not hashed is refused, and not repeated")
{
    CHECK(problem_of(with("key", "az_plain")) ==
          "\"key\" has to be the hash of a key, in base64url");
    CHECK(problem_of(without("key")) == "\"key\" has to be a text");
    CHECK(problem_of(without("id")) == "\"id\" has to be a text");
}

TEST_CASE("values of another type are refused by name")
{
    CHECK(problem_of(with("enabled", 2)) == "\"enabled\" has to be true or false");
    CHECK(problem_of(with("remaining", -1)) == "\"remaining\" has to be a whole number");
    CHECK(problem_of(with("rateLimitMax", 1.5)) == "\"rateLimitMax\" has to be a whole number");
    CHECK(problem_of(with("metadata", R"({"a":)" + std::string(100, '['))) ==
          "\"metadata\" has to be an object");
    CHECK(problem_of(with("metadata", "[]")) == "\"metadata\" has to be an object");
    CHECK(problem_of(Json::array()) == "is no JSON object");
}
