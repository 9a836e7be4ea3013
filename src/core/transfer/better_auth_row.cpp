#include "core/transfer/better_auth_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/codec.h"
#include "core/base/json_depth.h"
#include "core/base/time_text.h"

namespace azen::better_auth {
namespace {

using Json = nlohmann::ordered_json;

// What the hosted service gives every key, and asks of none.
constexpr std::string_view placeholder_permissions = "file.read,projects.read";

tl::unexpected<Error> wrong(std::string_view name, std::string_view reason)
{
    return fail(ErrorKind::invalid, fmt::format("\"{}\" {}", name, reason));
}

std::string camel_case(std::string_view name)
{
    std::string camel;
    bool raise = false;
    for (const char c : name) {
        if (c == '_') {
            raise = !camel.empty();
            continue;
        }
        const bool lower = c >= 'a' && c <= 'z';
        camel += raise && lower ? static_cast<char>(c - 'a' + 'A') : c;
        raise = false;
    }
    return camel;
}

// Either spelling, one way to ask; nulls are left out.
Json with_camel_case_names(const Json& row)
{
    Json renamed = Json::object();
    for (const auto& [name, value] : row.items()) {
        if (!value.is_null()) {
            renamed[camel_case(name)] = value;
        }
    }
    return renamed;
}

std::optional<std::string> find_text(const Json& row, const char* name)
{
    const auto found = row.find(name);
    return found != row.end() && found->is_string() ? std::optional{found->get<std::string>()}
                                                    : std::nullopt;
}

Result<std::string> read_text(const Json& row, const char* name)
{
    const auto text = find_text(row, name);
    if (!text) {
        return wrong(name, "has to be a text");
    }
    return *text;
}

Result<std::optional<std::int64_t>> read_integer(const Json& row, const char* name)
{
    const auto found = row.find(name);
    if (found == row.end()) {
        return std::nullopt;
    }
    const bool fits =
        found->is_number_integer() &&
        (!found->is_number_unsigned() || found->get<std::uint64_t>() <= std::uint64_t{INT64_MAX});
    if (!fits || found->get<std::int64_t>() < 0) {
        return wrong(name, "has to be a whole number");
    }
    return found->get<std::int64_t>();
}

// SQLite has no booleans: 0 and 1 stand for them.
Result<bool> read_boolean(const Json& row, const char* name, bool absent)
{
    const auto found = row.find(name);
    if (found == row.end()) {
        return absent;
    }
    if (found->is_boolean()) {
        return found->get<bool>();
    }
    if (*found == 0 || *found == 1) {
        return *found == 1;
    }
    return wrong(name, "has to be true or false");
}

// As ISO 8601 in UTC: also with a space for the T, with +00 or +00:00 for the Z, or without either,
// as PostgreSQL prints it.
std::optional<Timestamp> parse_time(std::string text)
{
    if (text.size() > 10 && text[10] == ' ') {
        text[10] = 'T';
    }
    for (const std::string_view zone : {"+00:00", "+00", "Z"}) {
        if (text.size() > 10 && text.ends_with(zone)) {
            text.erase(text.size() - zone.size());
            break;
        }
    }
    return parse_timestamp(text.size() > 10 ? text + 'Z' : text);
}

Result<std::optional<Timestamp>> read_time(const Json& row, const char* name)
{
    const auto found = row.find(name);
    if (found == row.end()) {
        return std::nullopt;
    }
    // Numbers are JavaScript's: milliseconds. Seconds, which some tables have, would be of 1970.
    constexpr std::int64_t year_2000 = 946'684'800'000;
    constexpr std::int64_t year_3000 = 32'503'680'000'000;
    if (found->is_number_integer()) {
        const std::int64_t number = TRY(read_integer(row, name)).value_or(0);
        if (number < year_2000 || number > year_3000) {
            return wrong(name, "has to be a time in milliseconds since 1970");
        }
        return from_epoch_ms(number);
    }
    const auto time = found->is_string() ? parse_time(found->get<std::string>()) : std::nullopt;
    if (!time) {
        return wrong(name, "has to be a time in UTC");
    }
    return time;
}

Json parse_within_bounds(const std::string& text)
{
    return is_nested_too_deep(text) ? Json(Json::value_t::discarded)
                                    : Json::parse(text, nullptr, false);
}

// JSON as such, or as text; old rows have text in text.
Result<Json> read_json(const Json& row, const char* name)
{
    const auto found = row.find(name);
    Json value = found == row.end() ? Json(nullptr) : *found;
    for (int layer = 0; layer < 2 && value.is_string(); ++layer) {
        value = parse_within_bounds(value.get<std::string>());
    }
    if (!value.is_object() && !value.is_null()) {
        return wrong(name, "has to be an object");
    }
    return value;
}

Result<SecretHash> read_hash(const Json& row)
{
    const auto bytes = parse_base64url(TRY(read_text(row, "key")));
    SecretHash hash{};
    if (!bytes || bytes->size() != hash.size()) {
        return wrong("key", "has to be the hash of a key, in base64url");
    }
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

Result<Permissions> read_permissions(const Json& row)
{
    const Json json = TRY(read_json(row, "permissions"));
    if (json.is_null()) {
        return Permissions::defaults();
    }
    const Permissions permissions = TRY(Permissions::from_json(nlohmann::json(json)));
    const bool placeholder = permissions.to_text() == placeholder_permissions;
    return placeholder || permissions == Permissions{} ? Permissions::defaults() : permissions;
}

// A switch that is off, or half a limit, is none.
Result<RateLimit> read_rate_limit(const Json& row)
{
    const bool enabled = TRY(read_boolean(row, "rateLimitEnabled", true));
    const auto max = TRY(read_integer(row, "rateLimitMax"));
    const auto window = TRY(read_integer(row, "rateLimitTimeWindow"));
    RateLimit limit{.enabled = enabled && max && window};
    limit.max = max.value_or(limit.max);
    limit.window = milliseconds{window.value_or(limit.window.count())};
    return limit;
}

Result<void> read_quota(const Json& row, ApiKey& key)
{
    key.use.quota.remaining = TRY(read_integer(row, "remaining"));
    const auto last = TRY(read_time(row, "lastRefillAt"));
    key.use.quota.last_refill_at = last.value_or(key.created_at);
    const auto amount = TRY(read_integer(row, "refillAmount"));
    const auto interval = TRY(read_integer(row, "refillInterval"));
    if (key.use.quota.remaining && amount && interval) {
        key.refill = Refill{.amount = *amount, .interval = milliseconds{*interval}};
    }
    return {};
}

Result<void> read_times(const Json& row, ApiKey& key)
{
    const auto created_at = TRY(read_time(row, "createdAt"));
    if (!created_at) {
        return wrong("createdAt", "is missing");
    }
    key.created_at = *created_at;
    key.updated_at = TRY(read_time(row, "updatedAt")).value_or(*created_at);
    key.expires_at = TRY(read_time(row, "expiresAt"));
    key.use.last_request = TRY(read_time(row, "lastRequest"));
    return {};
}

Result<Party> read_user(const Json& row, const RowRules& rules)
{
    if (rules.user) {
        return *rules.user;
    }
    if (const auto id = find_text(row, "userId")) {
        return Party{.id = *id, .name = *id};
    }
    const auto reference = find_text(row, "referenceId");
    const std::string configuration = find_text(row, "configId").value_or("default");
    if (!reference) {
        return wrong("userId", "is missing: whose key is it?");
    }
    if (configuration != "default") {
        return wrong("configId", "is not the default one: its owner may be no user");
    }
    return Party{.id = *reference, .name = *reference};
}

Result<Party> read_organization(const Json& row, const Json& metadata, const RowRules& rules)
{
    if (rules.organization) {
        return *rules.organization;
    }
    auto id = find_text(row, "organizationId");
    if (!id && rules.organization_source == OrganizationSource::metadata && metadata.is_object()) {
        id = find_text(metadata, "organizationId");
    }
    if (!id || id->empty()) {
        return wrong("organizationId", "is missing: whose key is it?");
    }
    return Party{.id = *id, .name = *id};
}

// The organization is a column here: what stays in the metadata could only contradict it.
std::string metadata_text(Json metadata)
{
    if (metadata.is_object()) {
        metadata.erase("organizationId");
    }
    const bool empty = metadata.is_null() || metadata.empty();
    return empty ? "null" : metadata.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ApiKey> read_record(const Json& row)
{
    ApiKey key;
    key.id = TRY(read_text(row, "id"));
    key.name = find_text(row, "name").value_or("");
    key.start = find_text(row, "start").value_or("");
    key.prefix = find_text(row, "prefix").value_or("");
    key.enabled = TRY(read_boolean(row, "enabled", true));
    TRY(read_times(row, key));
    key.rate_limit = TRY(read_rate_limit(row));
    TRY(read_quota(row, key));
    key.use.request_count = TRY(read_integer(row, "requestCount")).value_or(0);
    key.permissions = TRY(read_permissions(row));
    return key;
}

}  // namespace

Result<PortableKey> read_row(const nlohmann::ordered_json& given, const RowRules& rules)
{
    if (!given.is_object()) {
        return fail(ErrorKind::invalid, "is no JSON object");
    }
    const Json row = with_camel_case_names(given);
    PortableKey portable;
    portable.key = TRY(read_record(row));
    const Json metadata = TRY(read_json(row, "metadata"));
    portable.organization = TRY(read_organization(row, metadata, rules));
    portable.user = TRY(read_user(row, rules));
    portable.key.organization_id = portable.organization->id;
    portable.key.user_id = portable.user->id;
    portable.key.metadata = metadata_text(metadata);
    const SecretHash hash = TRY(read_hash(row));
    const KeySecret secret{.hash = hash,
                           .start = portable.key.start,
                           .state = SecretState::active,
                           .created_at = portable.key.created_at,
                           .since = portable.key.created_at};
    portable.secrets.push_back(secret);
    return portable;
}

}  // namespace azen::better_auth
