#include "core/transfer/key_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

#include "core/base/json_depth.h"
#include "core/base/or_null.h"
#include "core/base/time_text.h"
#include "core/key/secret_hash.h"
#include "core/transfer/field_reader.h"

namespace azen::key_line {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t most = INT64_MAX;

Json time_json(const std::optional<Timestamp>& time)
{
    return or_null(time, format_timestamp);
}

Json party_json(const std::optional<Party>& party)
{
    return or_null(party, [](const Party& p) { return Json{{"id", p.id}, {"name", p.name}}; });
}

// Kept as text in the store; what is no object there is nobody's metadata.
Json metadata_json(const ApiKey& key)
{
    const Json parsed = Json::parse(key.metadata, nullptr, false);
    return parsed.is_object() ? parsed : Json(nullptr);
}

Json secret_json(const KeySecret& secret)
{
    return {{"hash", format_hash(secret.hash)},
            {"start", secret.start},
            {"state", to_string(secret.state)},
            {"notAfter", time_json(secret.not_after)},
            {"createdAt", format_timestamp(secret.created_at)},
            {"since", format_timestamp(secret.since)},
            {"grace", secret.grace.count()},
            {"requestHash", or_null(secret.request, format_hash)},
            {"delivered", secret.delivered}};
}

Json secrets_json(const KeySecrets& secrets)
{
    Json list = Json::array();
    for (const KeySecret& secret : secrets) {
        list.push_back(secret_json(secret));
    }
    return list;
}

SecretHash read_hash(FieldReader& reader, const char* name)
{
    const auto hash = parse_hash(reader.text(name));
    if (!hash) {
        reader.reject(name, "has to be a SHA-256 in base64url");
    }
    return hash.value_or(SecretHash{});
}

SecretState read_state(FieldReader& reader)
{
    const std::string text = reader.text("state");
    const auto* const found = std::ranges::find_if(
        all_secret_states, [&text](SecretState state) { return to_string(state) == text; });
    if (found == all_secret_states.end()) {
        reader.reject("state", "has to be pending, active, retiring or revoked");
        return SecretState::revoked;
    }
    return *found;
}

Result<KeySecret> read_secret(const Json& json)
{
    FieldReader reader{json};
    KeySecret secret;
    secret.hash = read_hash(reader, "hash");
    secret.start = reader.text("start");
    secret.state = read_state(reader);
    secret.not_after = reader.optional_time("notAfter");
    secret.created_at = reader.time("createdAt");
    secret.since = reader.time("since");
    secret.grace = milliseconds{reader.integer("grace", 0, most)};
    if (!reader.any("requestHash").is_null()) {
        secret.request = read_hash(reader, "requestHash");
    }
    secret.delivered = reader.boolean("delivered");
    if ((secret.state == SecretState::retiring) != secret.not_after.has_value()) {
        reader.reject("notAfter", "belongs to a secret that retires, and to no other");
    }
    TRY(reader.finish());
    return secret;
}

Result<KeySecrets> read_secrets(const Json& json)
{
    if (!json.is_array() || json.empty()) {
        return fail(ErrorKind::invalid, "\"secrets\" has to be a list of at least one");
    }
    KeySecrets secrets;
    for (const Json& each : json) {
        auto secret = read_secret(each);
        if (!secret) {
            return fail(ErrorKind::invalid, "in \"secrets\": " + secret.error().message);
        }
        secrets.push_back(*std::move(secret));
    }
    return secrets;
}

Result<std::optional<Party>> read_party(const Json& json)
{
    if (json.is_null()) {
        return std::nullopt;
    }
    FieldReader reader{json};
    Party party;
    party.id = reader.text("id");
    party.name = reader.text("name");
    TRY(reader.finish());
    return party;
}

void read_limits(FieldReader& reader, ApiKey& key)
{
    key.rate_limit = {.enabled = reader.boolean("rateLimitEnabled"),
                      .max = reader.integer("rateLimitMax", 1, max_rate_limit_max),
                      .window = milliseconds{
                          reader.integer("rateLimitTimeWindow", 1, max_rate_limit_window.count())}};
    const auto amount = reader.optional_integer("refillAmount", 1, most);
    const auto interval = reader.optional_integer("refillInterval", 1, most);
    if (amount.has_value() != interval.has_value()) {
        reader.reject("refillInterval", "belongs to refillAmount");
    } else if (amount) {
        key.refill = Refill{.amount = *amount, .interval = milliseconds{*interval}};
    }
}

void read_use(FieldReader& reader, ApiKey& key)
{
    const std::int64_t capacity = key.rate_limit.max * key.rate_limit.window.count();
    key.use.bucket = {.missing = reader.integer("bucketMissing", 0, capacity),
                      .updated_at = reader.time("bucketUpdatedAt")};
    key.use.quota = {.remaining = reader.optional_integer("remaining", 0, most),
                     .last_refill_at = reader.time("lastRefillAt")};
    key.use.request_count = reader.integer("requestCount", 0, most);
    key.use.last_request = reader.optional_time("lastRequest");
}

void read_record(FieldReader& reader, ApiKey& key)
{
    key.id = reader.text("id");
    key.name = reader.text("name");
    key.start = reader.text("start");
    key.prefix = reader.text("prefix");
    key.enabled = reader.boolean("enabled");
    key.expires_at = reader.optional_time("expiresAt");
    key.revoked_at = reader.optional_time("revokedAt");
    read_limits(reader, key);
    read_use(reader, key);
    const Json& metadata = reader.any("metadata");
    if (!metadata.is_object() && !metadata.is_null()) {
        reader.reject("metadata", "has to be an object or null");
    }
    key.metadata = metadata.dump(-1, ' ', false, Json::error_handler_t::replace);
    key.created_at = reader.time("createdAt");
    key.updated_at = reader.time("updatedAt");
}

Result<PortableKey> read_line(const Json& json)
{
    FieldReader reader{json};
    PortableKey portable;
    if (reader.text("schema") != schema) {
        reader.reject("schema", fmt::format("has to be {}", schema));
    }
    read_record(reader, portable.key);
    const Json& permissions = reader.any("permissions");
    const Json& organization = reader.any("organization");
    const Json& user = reader.any("user");
    const Json& secrets = reader.any("secrets");
    TRY(reader.finish());
    portable.key.permissions = TRY(Permissions::from_json(nlohmann::json(permissions)));
    portable.organization = TRY(read_party(organization));
    portable.user = TRY(read_party(user));
    portable.secrets = TRY(read_secrets(secrets));
    return portable;
}

}  // namespace

std::string format(const PortableKey& portable)
{
    const ApiKey& key = portable.key;
    const auto& refill = key.refill;
    const Json line{{"schema", schema},
                    {"id", key.id},
                    {"name", key.name},
                    {"start", key.start},
                    {"prefix", key.prefix},
                    {"organization", party_json(portable.organization)},
                    {"user", party_json(portable.user)},
                    {"enabled", key.enabled},
                    {"expiresAt", time_json(key.expires_at)},
                    {"revokedAt", time_json(key.revoked_at)},
                    {"rateLimitEnabled", key.rate_limit.enabled},
                    {"rateLimitMax", key.rate_limit.max},
                    {"rateLimitTimeWindow", key.rate_limit.window.count()},
                    {"bucketMissing", key.use.bucket.missing},
                    {"bucketUpdatedAt", format_timestamp(key.use.bucket.updated_at)},
                    {"remaining", or_null(key.use.quota.remaining)},
                    {"refillAmount", refill ? Json(refill->amount) : Json(nullptr)},
                    {"refillInterval", refill ? Json(refill->interval.count()) : Json(nullptr)},
                    {"lastRefillAt", format_timestamp(key.use.quota.last_refill_at)},
                    {"requestCount", key.use.request_count},
                    {"lastRequest", time_json(key.use.last_request)},
                    {"permissions", Json(key.permissions.to_json())},
                    {"metadata", metadata_json(key)},
                    {"createdAt", format_timestamp(key.created_at)},
                    {"updatedAt", format_timestamp(key.updated_at)},
                    {"secrets", secrets_json(portable.secrets)}};
    return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<PortableKey> parse(std::string_view line)
{
    // Metadata may be nested as deep as anywhere, and lies within the line's own object.
    if (is_nested_too_deep(line, max_json_depth + 1)) {
        return fail(ErrorKind::invalid, "is nested too deep");
    }
    const auto json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) {
        return fail(ErrorKind::invalid, "is no JSON");
    }
    PortableKey portable = TRY(read_line(json));
    portable.key.organization_id = portable.organization ? portable.organization->id : "";
    portable.key.user_id = portable.user ? portable.user->id : "";
    return portable;
}

}  // namespace azen::key_line
