#include <rapidcheck.h>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/transfer/key_line.h"
#include "support/sample_portable.h"

using namespace azen;
using namespace azen::test;

namespace {

using Json = nlohmann::ordered_json;

Json sample_json()
{
    return Json::parse(key_line::format(sample_portable("ci")));
}

std::string problem_of(const Json& json)
{
    const auto key = key_line::parse(json.dump());
    return key ? "" : key.error().message;
}

// The sample with another value in one place.
std::string problem_with(const std::string& pointer, const Json& value)
{
    Json json = sample_json();
    json[Json::json_pointer{pointer}] = value;
    return problem_of(json);
}

Timestamp any_time()
{
    return from_epoch_ms(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000));
}

std::optional<Timestamp> any_optional_time()
{
    return *rc::gen::arbitrary<bool>() ? std::optional{any_time()} : std::nullopt;
}

KeySecret any_secret()
{
    KeySecret secret{
        .hash = hash_of(*rc::gen::arbitrary<std::string>()),
        .start = *rc::gen::container<std::string>(rc::gen::inRange('a', 'z')),
        .state = *rc::gen::element(
            SecretState::pending, SecretState::active, SecretState::retiring, SecretState::revoked),
        .created_at = any_time(),
        .since = any_time(),
        .grace = milliseconds{*rc::gen::inRange(0, 1'000'000)},
        .delivered = *rc::gen::arbitrary<bool>()};
    if (secret.state == SecretState::retiring) {
        secret.not_after = any_time();
    }
    if (*rc::gen::arbitrary<bool>()) {
        secret.request = hash_of(*rc::gen::arbitrary<std::string>());
    }
    return secret;
}

PortableKey any_key()
{
    PortableKey portable = sample_portable("any");
    ApiKey& key = portable.key;
    key.name = *rc::gen::container<std::string>(rc::gen::inRange(' ', '~'));
    key.enabled = *rc::gen::arbitrary<bool>();
    key.expires_at = any_optional_time();
    key.revoked_at = any_optional_time();
    key.rate_limit.enabled = *rc::gen::arbitrary<bool>();
    key.use.request_count = *rc::gen::inRange<std::int64_t>(0, INT64_MAX);
    key.use.last_request = any_optional_time();
    if (*rc::gen::arbitrary<bool>()) {
        key.refill.reset();
        key.use.quota.remaining.reset();
    }
    if (*rc::gen::arbitrary<bool>()) {
        portable.organization.reset();
        key.organization_id.clear();
    }
    key.metadata = *rc::gen::element<std::string>("null", "{}", R"({"b":1,"a":{"c":[]}})");
    portable.secrets.clear();
    for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
        portable.secrets.push_back(any_secret());
    }
    return portable;
}

// All fields of a record, for comparison: the line itself shows them.
std::string shown(const PortableKey& key)
{
    return key_line::format(key);
}

}  // namespace

TEST_CASE("a key comes back from its line as it was")
{
    const PortableKey key = sample_portable("ci");

    const auto read = key_line::parse(key_line::format(key));

    REQUIRE(read.has_value());
    CHECK(read->key.id == key.key.id);
    CHECK(read->key.organization_id == key.key.organization_id);
    CHECK(read->key.user_id == key.key.user_id);
    CHECK(read->key.use == key.key.use);
    CHECK(read->key.rate_limit == key.key.rate_limit);
    CHECK(read->key.refill == key.key.refill);
    CHECK(read->key.permissions == key.key.permissions);
    CHECK(read->key.metadata == key.key.metadata);
    CHECK(read->key.expires_at == key.key.expires_at);
    CHECK(read->key.created_at == key.key.created_at);
    CHECK(read->key.updated_at == key.key.updated_at);
    CHECK(read->secrets == key.secrets);
    CHECK(read->organization == key.organization);
    CHECK(read->user == key.user);
}

TEST_CASE("every key comes back, and its line is one line")
{
    CHECK(rc::check("parse() inverts format()", [] {
        const PortableKey key = any_key();
        const std::string line = key_line::format(key);

        const auto read = key_line::parse(line);

        RC_ASSERT(line.find('\n') == std::string::npos);
        RC_ASSERT(read.has_value());
        RC_ASSERT(shown(*read) == line);
        RC_ASSERT(read->secrets == key.secrets);
        RC_ASSERT(read->key.use == key.key.use);
    }));
}

TEST_CASE("another schema is refused, also a later one")
{
    CHECK(problem_with("/schema", "azen.exported-key/v2")
              .starts_with("\"schema\" has to be azen.exported-key/v1"));
}

TEST_CASE("a field too few, a field too many and another type are refused by name")
{
    Json missing = sample_json();
    missing.erase("bucketMissing");

    CHECK(problem_of(missing) == "\"bucketMissing\" is missing");
    CHECK(problem_with("/extra", 1) == "\"extra\" is no field of it");
    CHECK(problem_with("/enabled", 1) == "\"enabled\" has to be true or false");
    CHECK(problem_with("/secrets/0/extra", 1) == "in \"secrets\": \"extra\" is no field of it");
    CHECK(problem_with("/user/extra", 1) == "\"extra\" is no field of it");
    CHECK(problem_with("/metadata", "text") == "\"metadata\" has to be an object or null");
    CHECK_FALSE(problem_with("/permissions", Json::array()).empty());
}

TEST_CASE("limits and buckets out of range are refused")
{
    CHECK_FALSE(problem_with("/rateLimitMax", 0).empty());
    CHECK_FALSE(problem_with("/rateLimitTimeWindow", 0).empty());
    CHECK_FALSE(problem_with("/bucketMissing", -1).empty());
    CHECK_FALSE(problem_with("/bucketMissing", 7 * 1'001 + 1).empty());
    CHECK(problem_with("/bucketMissing", 7 * 1'001).empty());
    CHECK(problem_with("/refillAmount", nullptr) == "\"refillInterval\" belongs to refillAmount");
    CHECK_FALSE(problem_with("/requestCount", 9.5).empty());
}

TEST_CASE("secrets are hashes in a state that makes sense")
{
    CHECK(problem_with("/secrets", Json::array()) ==
          "\"secrets\" has to be a list of at least one");
    CHECK_FALSE(problem_with("/secrets/0/hash", "short").empty());
    CHECK_FALSE(problem_with("/secrets/0/state", "alive").empty());
    CHECK_FALSE(problem_with("/secrets/1/notAfter", nullptr).empty());
    CHECK_FALSE(problem_with("/secrets/2/notAfter", "2026-01-15T10:30:00.000Z").empty());
}

TEST_CASE("what is no JSON object is refused, and nothing of it repeated")
{
    CHECK(key_line::parse("").error().message == "is no JSON");
    CHECK(key_line::parse("az_secret").error().message == "is no JSON");
    CHECK(key_line::parse("[]").error().message == "is no JSON object");
    CHECK(key_line::parse("{}").error().kind == ErrorKind::invalid);
    CHECK(key_line::parse(std::string(100'000, '[')).error().message == "is nested too deep");
}
