#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/key/secret_hash.h"
#include "core/wire/key_wire.h"
#include "support/sample_keys.h"

namespace azen {
namespace {

using namespace std::chrono_literals;
using test::must;

constexpr Timestamp now{milliseconds{1'768'473'000'000}};

/// A key with a value in every field that the wire has.
ApiKey full_key()
{
    ApiKey key = test::sample_key("full");
    key.enabled = false;
    key.expires_at = now + 1h;
    key.revoked_at = now - 1h;
    key.rate_limit = {.enabled = false, .max = 5, .window = 2s};
    key.refill = Refill{.amount = 10, .interval = 1h};
    key.use.quota = {.remaining = 7, .last_refill_at = now - 10min};
    key.use.request_count = 3;
    key.use.last_request = now - 1s;
    key.metadata = R"({"team":"a"})";
    key.created_at = now - 48h;
    key.updated_at = now - 2h;
    return key;
}

KeyHistory full_history()
{
    KeySecret old = test::sample_secret("old");
    old.state = SecretState::retiring;
    old.not_after = now + 5min;
    KeySecret fresh = test::sample_secret("new");
    fresh.grace = 90s;
    fresh.delivered = false;
    const SecretUse use{
        .secret = old.hash, .address = "::1", .agent = "curl", .requests = 2, .last_at = now};
    return {.key = full_key(), .secrets = {old, fresh}, .retiring_uses = {use}};
}

// What was told of a key is all of it but the bucket, which key_to_json() shows nobody.
void check_same(const ApiKey& key, const ApiKey& other)
{
    CHECK(key_wire::format(KeyHistory{.key = key, .secrets = {}, .retiring_uses = {}}, now) ==
          key_wire::format(KeyHistory{.key = other, .secrets = {}, .retiring_uses = {}}, now));
    CHECK(key.use.quota == other.use.quota);
}

}  // namespace

TEST_CASE("a key and its secrets are read as they were told, by fingerprint instead of hash")
{
    const KeyHistory history = full_history();
    const auto json = key_wire::format(history, now);

    const KeyHistory read = must(key_wire::parse_history(json));

    check_same(read.key, history.key);
    REQUIRE(read.secrets.size() == 2);
    CHECK(read.secrets.at(0).hash == fingerprint(history.secrets.at(0).hash));
    CHECK(read.secrets.at(0).not_after == history.secrets.at(0).not_after);
    CHECK(read.secrets.at(1).grace == 90s);
    CHECK_FALSE(read.secrets.at(1).delivered);
    CHECK(read.retiring_uses.front().secret == read.secrets.at(0).hash);
    CHECK(read.retiring_uses.front().requests == 2);
    for (const KeySecret& secret : history.secrets) {
        CHECK(json.dump().find(format_hash(secret.hash)) == std::string::npos);
    }
}

TEST_CASE("a record is read with its row")
{
    const KeyRecord record{.row = 42, .key = full_key(), .secrets = full_history().secrets};

    const KeyRecord read = must(key_wire::parse_record(key_wire::format(record, now)));

    CHECK(read.row == 42);
    CHECK(read.secrets.size() == 2);
    check_same(read.key, record.key);
}

TEST_CASE("decisions are read as they were made")
{
    const Verification verification{
        .refusal = Refusal::rate_limited,
        .key = full_key(),
        .allowance = Allowance{
            .rate_limited = true, .rate_limit = {.max = 5}, .quota_remaining = 7, .wait = 250ms}};
    const Explanation explanation{
        .at = now + 1h,
        .checks = {{.check = Check::known, .passed = true}, {.check = Check::quota, .passed = {}}},
        .key = full_key(),
        .secret_state = SecretState::retiring,
        .secret_not_after = now,
        .use = full_key().use};

    const auto verified = must(key_wire::parse_verification(key_wire::format(verification, now)));
    const auto explained = must(key_wire::parse_explanation(key_wire::format(explanation, now)));

    CHECK(verified.refusal == Refusal::rate_limited);
    CHECK(verified.allowance->rate_limit.max == 5);
    CHECK(verified.allowance->quota_remaining == 7);
    CHECK(verified.allowance->wait == 250ms);
    CHECK(explained.at == now + 1h);
    CHECK_FALSE(explained.refusal.has_value());
    CHECK(explained.checks.at(0).passed == true);
    CHECK_FALSE(explained.checks.at(1).passed.has_value());
    CHECK(explained.secret_state == SecretState::retiring);
    CHECK(explained.secret_not_after == now);
    CHECK(explained.use == full_key().use);
}

TEST_CASE("dead keys and imports are read as they were told")
{
    const DeadKey dead{.key = full_key(), .death = {.cause = KeyStatus::expired, .since = now}};
    const KeyImportReport report{
        .results = {{.line = 1, .id = "a", .name = "b", .outcome = KeyImportOutcome::replaced},
                    {.line = 2,
                     .error = Error{.kind = ErrorKind::conflict, .message = "m", .hint = "h"}}},
        .committed = false};

    const DeadKey read = must(key_wire::parse_dead_key(key_wire::format(dead, now)));
    const auto results = must(key_wire::parse_import_report(key_wire::format(report))).results;

    CHECK(read.death == dead.death);
    CHECK(results.at(0).outcome == KeyImportOutcome::replaced);
    CHECK(results.at(1).error->kind == ErrorKind::conflict);
    CHECK(results.at(1).error->message == "m");
    CHECK(results.at(1).error->hint == "h");
}

TEST_CASE("what is missing or of another type is refused, and more fields are not")
{
    auto json = key_wire::format(full_history(), now);
    json["later"] = true;
    CHECK(key_wire::parse_history(json).has_value());

    for (const char* field : {"id", "enabled", "rateLimitMax", "permissions", "secrets"}) {
        auto less = json;
        less.erase(field);
        auto other = json;
        other[field] = 1.5;
        CAPTURE(field);
        CHECK(key_wire::parse_history(less).error().kind == ErrorKind::invalid);
        CHECK(key_wire::parse_history(other).error().kind == ErrorKind::invalid);
    }
    CHECK_FALSE(key_wire::parse_verification(nlohmann::ordered_json::array()).has_value());
}

}  // namespace azen
