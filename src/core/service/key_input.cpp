#include "core/service/key_input.h"

#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/json_depth.h"
#include "core/base/text_rules.h"

namespace azen::key_input {
namespace {

constexpr std::size_t max_key_name = 32;
constexpr std::size_t max_account_name = 64;
constexpr std::size_t max_id = 64;  // bytes
constexpr std::size_t max_idempotency_key = 256;
constexpr std::int64_t max_quota = 1'000'000'000'000'000;
constexpr milliseconds max_lifetime = std::chrono::hours{24 * 3653};  // ten years
constexpr std::int64_t max_request_count = 1'000'000'000'000'000;     // of a key that is imported

Result<void> check_expiry(const std::optional<Timestamp>& expires_at, Timestamp now)
{
    if (expires_at && *expires_at > now + max_lifetime) {
        return fail(ErrorKind::invalid,
                    "a key lives at most ten years",
                    "choose an earlier date, or 'never'");
    }
    return {};
}

Result<void> check_rate_limit(const RateLimit& limit)
{
    if (limit.max < 1 || limit.max > max_rate_limit_max || limit.window < milliseconds{1} ||
        limit.window > max_rate_limit_window) {
        return fail(ErrorKind::invalid,
                    "a rate limit is 1 to 100000000 requests in 1 ms to 366 days",
                    "write it like 600/min, or none");
    }
    return {};
}

Result<void> check_quota(const std::optional<std::int64_t>& remaining,
                         const std::optional<Refill>& refill)
{
    if (remaining && (*remaining < 0 || *remaining > max_quota)) {
        return fail(ErrorKind::invalid, "a quota is 0 to 10^15 requests");
    }
    if (!refill) {
        return {};
    }
    if (!remaining) {
        return fail(ErrorKind::invalid,
                    "a refill needs a quota to fill",
                    "give the quota as well, with --quota");
    }
    if (refill->amount < 1 || refill->amount > max_quota || refill->interval < milliseconds{1} ||
        refill->interval > max_lifetime) {
        return fail(ErrorKind::invalid,
                    "a refill is 1 to 10^15 requests in 1 ms to 10 years",
                    "write it like 1000/30d");
    }
    return {};
}

Result<void> check_metadata(const std::string& metadata)
{
    constexpr auto max_bytes = std::size_t{16} * 1024;
    if (metadata.size() > max_bytes || is_nested_too_deep(metadata)) {
        return fail(ErrorKind::invalid,
                    fmt::format("metadata has at most 16 KiB, and {} levels", max_json_depth));
    }
    const auto json = nlohmann::json::parse(metadata, nullptr, false);
    if (!json.is_object() && !json.is_null()) {
        return fail(ErrorKind::invalid, "metadata is a JSON object");
    }
    return {};
}

Result<void> check_idempotency_key(const std::optional<std::string>& key)
{
    auto checked =
        key ? check_name("an idempotency key", *key, max_idempotency_key) : Result<void>{};
    return checked.map_error([](Error error) {
        error.hint = "give what names this run, as the number of the pipeline's";
        return error;
    });
}

Result<void> check_id(std::string_view what, std::string_view id)
{
    if (id.empty() || id.size() > max_id || !is_printable(id)) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} is 1 to {} printable characters", what, max_id));
    }
    return {};
}

/// Long enough for every prefix and the characters shown after it, too short for a secret.
Result<void> check_start(std::string_view start)
{
    if (start.size() > key_secret::max_prefix_length + 4 || !is_printable(start)) {
        return fail(ErrorKind::invalid, "a start is at most 36 printable characters");
    }
    return {};
}

/// What rotation.h promises of the states, besides that there is a secret at all.
Result<void> check_states(const ApiKey& key, const KeySecrets& secrets)
{
    const auto in_state = [&secrets](SecretState state) {
        return std::ranges::count(secrets, state, &KeySecret::state);
    };
    const auto active = in_state(SecretState::active);
    const auto beside = in_state(SecretState::pending) + in_state(SecretState::retiring);
    if (secrets.empty() || active > 1 || beside > 1 || (key.revoked_at && active + beside > 0)) {
        return fail(ErrorKind::invalid,
                    "of a key's secrets one is active and one pending or retiring at most, and of "
                    "a revoked key's none");
    }
    return {};
}

}  // namespace

Result<void> check(const NewKey& wanted, Timestamp now)
{
    TRY(check_name("a key's name", wanted.name, max_key_name));
    if (wanted.organization) {
        TRY(check_name("an organization's name", *wanted.organization, max_account_name));
    }
    if (wanted.user) {
        TRY(check_name("a user's name", *wanted.user, max_account_name));
    }
    TRY(check_idempotency_key(wanted.idempotency_key));
    TRY(key_secret::check_prefix(wanted.prefix));
    TRY(check_expiry(wanted.expires_at, now));
    if (wanted.expires_at && *wanted.expires_at < now + std::chrono::seconds{1}) {
        return fail(ErrorKind::invalid,
                    "a new key lives at least one second",
                    "choose a later time, like 90d");
    }
    TRY(check_rate_limit(wanted.rate_limit));
    TRY(check_quota(wanted.remaining, wanted.refill));
    return check_metadata(wanted.metadata);
}

Result<void> check(const KeyChange& change, const ApiKey& key, Timestamp now)
{
    if (change.name) {
        TRY(check_name("a key's name", *change.name, max_key_name));
    }
    if (change.expires_at) {
        TRY(check_expiry(*change.expires_at, now));
    }
    TRY(check_rate_limit(change.rate_limit.value_or(key.rate_limit)));
    if (change.quota || change.refill) {
        // A refill that was not named goes with its quota: only one that was can lack it.
        TRY(check_quota(change.quota.value_or(key.use.quota.remaining),
                        change.refill.value_or(std::nullopt)));
    }
    return check_metadata(change.metadata.value_or(key.metadata));
}

Result<void> check(const ApiKey& key, const KeySecrets& secrets, Timestamp now)
{
    TRY(check_id("a key's id", key.id));
    if (!key.name.empty()) {
        TRY(check_name("a key's name", key.name, max_key_name));
    }
    if (!key.prefix.empty()) {
        TRY(key_secret::check_prefix(key.prefix));
    }
    TRY(check_start(key.start));
    for (const KeySecret& secret : secrets) {
        TRY(check_start(secret.start));
        if (secret.grace < milliseconds{0} || secret.grace > max_lifetime) {
            return fail(ErrorKind::invalid, "a grace period is 10 years at most");
        }
    }
    if (key.use.request_count < 0 || key.use.request_count > max_request_count) {
        return fail(ErrorKind::invalid, "nobody has made that many requests");
    }
    TRY(check_expiry(key.expires_at, now));
    TRY(check_rate_limit(key.rate_limit));
    TRY(check_quota(key.use.quota.remaining, key.refill));
    TRY(check_metadata(key.metadata));
    return check_states(key, secrets);
}

Result<void> check_account(std::string_view what, std::string_view id, std::string_view name)
{
    TRY(check_id(fmt::format("the id of the {}", what), id));
    return check_name(fmt::format("the name of the {}", what), name, max_account_name);
}

Result<void> check(const RotationRequest& request)
{
    if (request.grace < std::chrono::seconds{1} || request.grace > max_lifetime) {
        return fail(ErrorKind::invalid,
                    "a grace period is 1 s to 10 years",
                    "write it like 24h; --now gives none");
    }
    return check_idempotency_key(request.idempotency_key);
}

}  // namespace azen::key_input
