/// Decisions on keys, for key_wire.h.

#include <array>
#include <functional>
#include <utility>

#include "core/base/or_null.h"
#include "core/base/time_text.h"
#include "core/key/key_json.h"
#include "core/wire/key_wire.h"
#include "core/wire/wire_reader.h"

namespace azen::key_wire {
namespace {

constexpr std::int64_t most = INT64_MAX;
constexpr std::array all_refusals{Refusal::missing,
                                  Refusal::repeated,
                                  Refusal::malformed,
                                  Refusal::unknown,
                                  Refusal::revoked,
                                  Refusal::disabled,
                                  Refusal::expired,
                                  Refusal::ownerless,
                                  Refusal::permission_missing,
                                  Refusal::quota_exceeded,
                                  Refusal::rate_limited,
                                  Refusal::no_organization,
                                  Refusal::foreign_origin};

Json refusal_json(const std::optional<Refusal>& refusal)
{
    return or_null(refusal, [](Refusal reason) { return to_string(reason); });
}

std::optional<Refusal> read_refusal(FieldReader& reader)
{
    return reader.any("refusal").is_null()
               ? std::nullopt
               : std::optional{wire::choice<Refusal>(reader, "refusal", all_refusals)};
}

Json key_json(const std::optional<ApiKey>& key, Timestamp now)
{
    return or_null(key, [now](const ApiKey& known) { return key_to_json(known, now); });
}

Json limit_json(const RateLimit& limit)
{
    return {{"enabled", limit.enabled}, {"max", limit.max}, {"window", limit.window.count()}};
}

Result<RateLimit> parse_limit(const Json& json)
{
    FieldReader reader{json};
    RateLimit limit{
        .enabled = reader.boolean("enabled"),
        .max = reader.integer("max", 1, max_rate_limit_max),
        .window = milliseconds{reader.integer("window", 1, max_rate_limit_window.count())}};
    TRY(reader.finish_open());
    return limit;
}

Json allowance_json(const Allowance& allowance)
{
    return {
        {"rateLimit", allowance.rate_limited ? limit_json(allowance.rate_limit) : Json(nullptr)},
        {"tokens", allowance.tokens},
        {"remaining", or_null(allowance.quota_remaining)},
        {"wait", or_null(allowance.wait, [](milliseconds wait) { return wait.count(); })}};
}

Result<Allowance> parse_allowance(const Json& json)
{
    FieldReader reader{json};
    Allowance allowance;
    const auto limit = wire::nested_or_null(reader, "rateLimit", parse_limit);
    allowance.rate_limited = limit.has_value();
    allowance.rate_limit = limit.value_or(RateLimit{});
    allowance.tokens = reader.integer("tokens", 0, most);
    allowance.quota_remaining = reader.optional_integer("remaining", 0, most);
    if (const auto wait = reader.optional_integer("wait", 0, most)) {
        allowance.wait = milliseconds{*wait};
    }
    TRY(reader.finish_open());
    return allowance;
}

Json use_json(const KeyUse& use)
{
    return {{"bucketMissing", use.bucket.missing},
            {"bucketUpdatedAt", format_timestamp(use.bucket.updated_at)},
            {"remaining", or_null(use.quota.remaining)},
            {"lastRefillAt", format_timestamp(use.quota.last_refill_at)},
            {"requestCount", use.request_count},
            {"lastRequest", or_null(use.last_request, format_timestamp)}};
}

Result<KeyUse> parse_use(const Json& json)
{
    FieldReader reader{json};
    KeyUse use{.bucket = {.missing = reader.integer("bucketMissing", 0, most),
                          .updated_at = reader.time("bucketUpdatedAt")},
               .quota = {.remaining = reader.optional_integer("remaining", 0, most),
                         .last_refill_at = reader.time("lastRefillAt")},
               .request_count = reader.integer("requestCount", 0, most),
               .last_request = reader.optional_time("lastRequest")};
    TRY(reader.finish_open());
    return use;
}

Json checks_json(const std::vector<CheckOutcome>& checks)
{
    Json list = Json::array();
    for (const CheckOutcome& each : checks) {
        list.push_back({{"check", to_string(each.check)}, {"passed", or_null(each.passed)}});
    }
    return list;
}

Result<CheckOutcome> parse_check(const Json& json)
{
    FieldReader reader{json};
    CheckOutcome outcome{.check = wire::choice<Check>(reader, "check", all_checks)};
    if (!reader.any("passed").is_null()) {
        outcome.passed = reader.boolean("passed");
    }
    TRY(reader.finish_open());
    return outcome;
}

}  // namespace

Json format(const Verification& verification, Timestamp now)
{
    return {{"valid", !verification.refusal},
            {"refusal", refusal_json(verification.refusal)},
            {"apiKey", key_json(verification.key, now)},
            {"allowance", or_null(verification.allowance, allowance_json)}};
}

Result<Verification> parse_verification(const Json& json)
{
    FieldReader reader{json};
    Verification verification{
        .refusal = read_refusal(reader),
        .key = wire::nested_or_null(reader, "apiKey", parse_key),
        .allowance = wire::nested_or_null(reader, "allowance", parse_allowance)};
    TRY(reader.finish_open());
    return verification;
}

Json format(const Explanation& explanation, Timestamp now)
{
    return {{"valid", !explanation.refusal},
            {"refusal", refusal_json(explanation.refusal)},
            {"apiKey", key_json(explanation.key, now)},
            {"allowance", or_null(explanation.allowance, allowance_json)},
            {"at", format_timestamp(explanation.at)},
            {"checks", checks_json(explanation.checks)},
            {"secretState", to_string(explanation.secret_state)},
            {"secretNotAfter", or_null(explanation.secret_not_after, format_timestamp)},
            {"use", use_json(explanation.use)}};
}

Result<Explanation> parse_explanation(const Json& json)
{
    FieldReader reader{json};
    Explanation explanation{
        .at = reader.time("at"),
        .refusal = read_refusal(reader),
        .allowance = wire::nested_or_null(reader, "allowance", parse_allowance),
        .checks = wire::list(reader, "checks", parse_check),
        .key = wire::nested_or_null(reader, "apiKey", parse_key),
        .secret_state = wire::choice<SecretState>(reader, "secretState", all_secret_states),
        .secret_not_after = reader.optional_time("secretNotAfter"),
        .use = wire::nested(reader, "use", parse_use).value_or(KeyUse{})};
    TRY(reader.finish_open());
    return explanation;
}

}  // namespace azen::key_wire
