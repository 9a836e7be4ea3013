#include "cli/output/explanation_output.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "cli/limit_text.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/text_table.h"
#include "cli/output/verdict_output.h"
#include "core/base/or_null.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// How long until a full bucket, rounded up to the millisecond as every wait is.
milliseconds until_full(const BucketState& bucket, const RateLimit& limit)
{
    return milliseconds{(bucket.missing + limit.max - 1) / limit.max};
}

// Waits of nothing are said as "now".
std::string describe_wait(milliseconds wait)
{
    return wait.count() <= 0 ? "now" : "in " + format_duration(wait);
}

std::string describe_moment(Timestamp time, Timestamp at)
{
    return fmt::format("{} ({})", format_timestamp(time), format_relative(time, at));
}

std::string describe_revocation(const ApiKey& key, const Explanation& explanation)
{
    if (key.revoked_at) {
        return "the key was revoked " + format_timestamp(*key.revoked_at);
    }
    switch (explanation.secret_state) {
        case SecretState::pending: return "this secret is new and waits for its first use";
        case SecretState::active: return "this secret is the current one";
        case SecretState::retiring: break;
        case SecretState::revoked: return "this secret of it was revoked";
    }
    return "this secret retires " +
           (explanation.secret_not_after
                ? describe_moment(*explanation.secret_not_after, explanation.at)
                : std::string{"at once"});
}

std::string describe_expiry(const ApiKey& key, Timestamp at)
{
    return key.expires_at ? describe_moment(*key.expires_at, at) : "never expires";
}

std::string describe_owner(const ApiKey& key)
{
    return fmt::format("organization {}, user {}",
                       key.organization_id.empty() ? "missing" : key.organization_id,
                       key.user_id.empty() ? "missing" : key.user_id);
}

std::string describe_permission(const ApiKey& key, std::string_view permission)
{
    if (permission.empty()) {
        return "none was asked for";
    }
    const bool granted = key.permissions.allows(permission);
    return fmt::format("{} is {}granted", permission, granted ? "" : "not ");
}

std::string describe_quota(const ApiKey& key, const Explanation& explanation)
{
    const QuotaState& quota = explanation.use.quota;
    if (!quota.remaining) {
        return "no quota";
    }
    std::string text = fmt::format("{} left", *quota.remaining);
    const auto wait = quota::wait(quota, key.refill, explanation.at);
    if (wait && key.refill) {
        text += fmt::format(
            ", filled up to {}, next {}", format_refill(*key.refill), describe_wait(*wait));
    }
    return text;
}

std::string describe_bucket(const RateLimit& limit, const BucketState& bucket)
{
    if (!limit.enabled) {
        return "no rate limit";
    }
    std::string text = fmt::format("{} of {} tokens at {}, coming back at {}",
                                   token_bucket::available(bucket, limit),
                                   limit.max,
                                   format_timestamp(bucket.updated_at),
                                   format_rate(limit));
    if (bucket.missing > 0) {
        text += ", full " + describe_wait(until_full(bucket, limit));
    }
    return text;
}

// What a check looked at. Without a key there was nothing to look at but the text presented.
std::string detail_of(Check check, const Explanation& explanation, std::string_view permission)
{
    if (!explanation.key) {
        return {};
    }
    const ApiKey& key = *explanation.key;
    switch (check) {
        case Check::presented:
        case Check::well_formed:
        case Check::enabled: return {};
        case Check::known: return fmt::format("{} ({})", key.name, key.id);
        case Check::not_revoked: return describe_revocation(key, explanation);
        case Check::not_expired: return describe_expiry(key, explanation.at);
        case Check::owned: return describe_owner(key);
        case Check::permitted: return describe_permission(key, permission);
        case Check::quota: return describe_quota(key, explanation);
        case Check::rate_limit: return describe_bucket(key.rate_limit, explanation.use.bucket);
    }
    return {};
}

std::string label_of(Check check)
{
    std::string label{to_string(check)};
    std::ranges::replace(label, '_', ' ');
    return label;
}

std::string_view label_of(const std::optional<bool>& passed)
{
    if (!passed) {
        return "not reached";
    }
    return *passed ? "passed" : "failed";
}

Json bucket_json(const Explanation& explanation)
{
    if (!explanation.key || !explanation.key->rate_limit.enabled) {
        return nullptr;
    }
    const RateLimit& limit = explanation.key->rate_limit;
    const BucketState& bucket = explanation.use.bucket;
    return {{"tokens", token_bucket::available(bucket, limit)},
            {"capacity", limit.max},
            {"windowMs", limit.window.count()},
            {"updatedAt", format_timestamp(bucket.updated_at)},
            {"nextTokenMs", token_bucket::wait(bucket, limit).count()},
            {"fullMs", until_full(bucket, limit).count()}};
}

Json quota_json(const Explanation& explanation)
{
    const QuotaState& quota = explanation.use.quota;
    if (!explanation.key || !quota.remaining) {
        return nullptr;
    }
    const auto wait = quota::wait(quota, explanation.key->refill, explanation.at);
    return {{"remaining", *quota.remaining},
            {"lastRefillAt", format_timestamp(quota.last_refill_at)},
            {"nextRefillMs", wait ? Json(wait->count()) : Json(nullptr)}};
}

Json checks_json(const Explanation& explanation)
{
    Json checks = Json::array();
    for (const CheckOutcome& each : explanation.checks) {
        checks.push_back({{"check", to_string(each.check)}, {"passed", or_null(each.passed)}});
    }
    return checks;
}

VerdictView view_of(const Explanation& explanation)
{
    return {
        .refusal = explanation.refusal, .key = explanation.key, .allowance = explanation.allowance};
}

// First what azen.verification/v1 has, under the same names; then what it was made from.
Json explanation_json(const Explanation& explanation)
{
    const std::optional<Timestamp>& ends = explanation.secret_not_after;
    Json json = verdict_json(view_of(explanation));
    json.update(Json{{"at", format_timestamp(explanation.at)},
                     {"secretNotAfter", or_null(ends, format_timestamp)},
                     {"checks", checks_json(explanation)},
                     {"bucket", bucket_json(explanation)},
                     {"quota", quota_json(explanation)}});
    return json;
}

// Said as a condition: nothing has been asked of the key, and nothing taken from it.
void print_verdict(Context& context, const Explanation& explanation)
{
    print_result(context,
                 fmt::format("at {} it would be {}",
                             format_timestamp(explanation.at),
                             verdict_text(view_of(explanation))));
}

}  // namespace

void print_explanation(Context& context,
                       const Explanation& explanation,
                       std::string_view permission,
                       const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::explanation, explanation_json(explanation));
        return;
    }
    TextTable table{{"CHECK", "OUTCOME", "DETAIL"}};
    for (const CheckOutcome& each : explanation.checks) {
        table.add({label_of(each.check),
                   std::string{label_of(each.passed)},
                   detail_of(each.check, explanation, permission)});
    }
    table.print(context.out);
    context.out << '\n';
    print_verdict(context, explanation);
}

void print_dry_verdict(Context& context, const Explanation& explanation, const Output& output)
{
    if (output.is_for_people()) {
        print_verdict(context, explanation);
    } else {
        print_record(context, output, kind::explanation, explanation_json(explanation));
    }
}

}  // namespace azen::cli
