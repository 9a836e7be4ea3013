#include "server/app/handlers/api_key_json.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text_rules.h"
#include "core/key/key_json.h"
#include "server/app/auth_replies.h"

namespace azen::server {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using Need = BodyFields::Need;
using Problem = std::optional<Reply>;

constexpr std::size_t max_name = 32;
constexpr std::chrono::days shortest_life{1};
constexpr std::chrono::days longest_life{365};

// What a client may not set with a session.
constexpr std::array server_only{"refillAmount",
                                 "refillInterval",
                                 "rateLimitEnabled",
                                 "rateLimitMax",
                                 "rateLimitTimeWindow",
                                 "permissions",
                                 "grantPermissions",
                                 "revokePermissions"};

// `remaining` may be named by everyone, as long as it says nothing.
bool sets_server_only(const BodyFields& fields)
{
    return (fields.has("remaining") && !fields.is_null("remaining")) ||
           std::ranges::any_of(server_only,
                               [&fields](const char* name) { return fields.has(name); });
}

Problem check_name(const std::optional<std::string>& name)
{
    const bool fits = !name || (!name->empty() && count_characters(*name) <= max_name);
    return fits ? std::nullopt : Problem{auth_error_reply(AuthError::invalid_name_length)};
}

// An array is an object to the plugin; to us it is not.
Problem check_metadata(const json& body)
{
    const auto found = body.find("metadata");
    const bool fits = found == body.end() || found->is_null() || found->is_object();
    return fits ? std::nullopt : Problem{auth_error_reply(AuthError::invalid_metadata)};
}

std::string metadata_of(const json& body)
{
    return body.at("metadata").dump(-1, ' ', false, json::error_handler_t::replace);
}

Problem check_lifetime(const std::optional<milliseconds>& life)
{
    if (life && *life < shortest_life) {
        return auth_error_reply(AuthError::expires_too_early);
    }
    if (life && *life > longest_life) {
        return auth_error_reply(AuthError::expires_too_late);
    }
    return std::nullopt;
}

// When a key is to expire: in so many seconds, as the plugin's clients say it, or at a moment,
// which a key may choose freely. `said` stays nullopt when nothing is.
Problem read_expiry(BodyFields& fields,
                    const KeyManager& manager,
                    Timestamp now,
                    std::optional<std::optional<Timestamp>>& said)
{
    // Beyond what milliseconds hold it is as wrong as a little below.
    constexpr std::int64_t centuries = 10'000'000'000;
    const auto seconds = fields.integer("expiresIn", Need::nullable, 1);
    const auto moment = fields.time("expiresAt", Need::nullable);
    if (fields.has("expiresAt")) {
        said = moment;
        return manager.is_key || !moment ? std::nullopt : check_lifetime(*moment - now);
    }
    if (!fields.has("expiresIn")) {
        return std::nullopt;
    }
    std::optional<milliseconds> life;
    if (seconds) {
        life = std::chrono::seconds{std::min(*seconds, centuries)};
    }
    said = life ? std::optional{now + *life} : std::nullopt;
    return check_lifetime(life);
}

// Limits, quota and permissions: the part of both bodies that only keys may set.
struct Powers {
    std::optional<std::int64_t> remaining;
    std::optional<Refill> refill;
    RateLimit rate_limit;
    std::optional<Permissions> permissions;
};

std::optional<Permissions> read_permissions(BodyFields& fields, std::string_view name)
{
    const auto asked = fields.object(name, Need::nullable);
    if (!asked) {
        return std::nullopt;
    }
    auto permissions = Permissions::from_json(*asked);
    if (!permissions) {
        fields.complain(name, permissions.error().message);
        return std::nullopt;
    }
    return *std::move(permissions);
}

Problem read_powers(BodyFields& fields, const KeyManager& manager, Powers& powers)
{
    powers.remaining = fields.integer("remaining", Need::nullable, 0);
    RateLimit& limit = powers.rate_limit;
    limit.enabled = fields.boolean("rateLimitEnabled", Need::optional).value_or(limit.enabled);
    limit.max = fields.integer("rateLimitMax", Need::optional, 1).value_or(limit.max);
    limit.window = milliseconds{
        fields.integer("rateLimitTimeWindow", Need::optional, 1).value_or(limit.window.count())};
    powers.permissions = read_permissions(fields, "permissions");
    const auto amount = fields.integer("refillAmount", Need::nullable, 1);
    const auto interval = fields.integer("refillInterval", Need::nullable, 1);
    if (!fields.problems().empty()) {
        return auth_error_reply(AuthError::validation, fields.problems());
    }
    if (!manager.is_key && sets_server_only(fields)) {
        return auth_error_reply(AuthError::server_only_property);
    }
    if (amount.has_value() != interval.has_value()) {
        return auth_error_reply(amount ? AuthError::refill_interval_missing
                                       : AuthError::refill_amount_missing);
    }
    if (amount && interval) {
        powers.refill = Refill{.amount = *amount, .interval = milliseconds{*interval}};
    }
    return std::nullopt;
}

Problem read_prefix(BodyFields& fields, NewKey& key)
{
    const auto prefix = fields.text("prefix", Need::optional);
    if (!prefix) {
        return std::nullopt;
    }
    if (prefix->size() > key_secret::max_prefix_length) {
        return auth_error_reply(AuthError::invalid_prefix_length);
    }
    if (!key_secret::check_prefix(*prefix)) {
        fields.complain("prefix",
                        "Invalid prefix format, must be alphanumeric and contain only underscores "
                        "and hyphens.");
    }
    key.prefix = *prefix;
    return std::nullopt;
}

Problem first_of(std::initializer_list<Problem> problems)
{
    const auto* const found =
        std::ranges::find_if(problems, [](const Problem& problem) { return problem.has_value(); });
    return found == problems.end() ? std::nullopt : *found;
}

// Whether a change has anything in it but the key's id.
bool changes_something(const json& body)
{
    constexpr std::array names{
        "name", "enabled", "expiresIn", "expiresAt", "metadata", "remaining"};
    const auto has = [&body](const char* name) {
        return body.contains(name);
    };
    return std::ranges::any_of(names, has) || std::ranges::any_of(server_only, has);
}

void apply_powers(const BodyFields& fields, Powers powers, KeyChange& change)
{
    if (fields.has("rateLimitEnabled") || fields.has("rateLimitMax") ||
        fields.has("rateLimitTimeWindow")) {
        change.rate_limit = powers.rate_limit;
    }
    if (fields.has("remaining")) {
        change.quota = powers.remaining;
    }
    if (fields.has("refillAmount")) {
        change.refill = powers.refill;
    }
    change.permissions = std::move(powers.permissions);
}

}  // namespace

ordered_json wire_key(const ApiKey& key, Timestamp now)
{
    ordered_json wire = key_to_json(key, now);
    wire["configId"] = "default";
    wire["referenceId"] = key.organization_id;
    return wire;
}

tl::expected<NewKey, Reply> read_new_key(const json& body, const KeyManager& manager, Timestamp now)
{
    BodyFields fields{body, "body"};
    const auto name = fields.text("name", Need::optional);
    NewKey key{.name = name.value_or(""),
               .organization =
                   fields.text("organizationId", Need::nullable).value_or(manager.organization_id),
               .user = manager.user_id,
               .enabled = fields.boolean("enabled", Need::optional).value_or(true),
               .idempotency_key = fields.text("idempotencyKey", Need::optional, 1)};
    std::optional<std::optional<Timestamp>> expiry;
    const Problem expiry_problem = read_expiry(fields, manager, now, expiry);
    Powers powers;
    const Problem prefix_problem = read_prefix(fields, key);
    const Problem powers_problem = read_powers(fields, manager, powers);
    if (Problem problem = first_of({powers_problem,
                                    prefix_problem,
                                    check_metadata(body),
                                    expiry_problem,
                                    key.name.empty() ? std::nullopt : check_name(name)})) {
        return tl::unexpected(std::move(*problem));
    }
    if (fields.has("userId")) {
        return tl::unexpected(auth_error_reply(AuthError::unauthorized_session));
    }
    if (!name || name->empty()) {
        return tl::unexpected(auth_error_reply(AuthError::name_required));
    }
    key.expires_at = expiry.value_or(std::nullopt);
    key.rate_limit = powers.rate_limit;
    key.remaining = powers.remaining;
    key.refill = powers.refill;
    key.permissions = std::move(powers.permissions).value_or(key.permissions);
    key.metadata = fields.has("metadata") ? metadata_of(body) : key.metadata;
    return key;
}

tl::expected<KeyChange, Reply> read_key_change(const json& body,
                                               const KeyManager& manager,
                                               const ApiKey& key,
                                               Timestamp now)
{
    BodyFields fields{body, "body"};
    KeyChange change{.name = fields.text("name", Need::optional),
                     .enabled = fields.boolean("enabled", Need::optional)};
    const Problem expiry_problem = read_expiry(fields, manager, now, change.expires_at);
    const auto user = fields.text("userId", Need::optional);
    change.grant = read_permissions(fields, "grantPermissions").value_or(Permissions{});
    change.revoke = read_permissions(fields, "revokePermissions").value_or(Permissions{});
    Powers powers{.remaining = {}, .refill = {}, .rate_limit = key.rate_limit, .permissions = {}};
    const Problem powers_problem = read_powers(fields, manager, powers);
    if (Problem problem = first_of(
            {powers_problem, check_metadata(body), expiry_problem, check_name(change.name)})) {
        return tl::unexpected(std::move(*problem));
    }
    if (user && *user != manager.user_id) {
        return tl::unexpected(auth_error_reply(AuthError::unauthorized_session));
    }
    if (!changes_something(body)) {
        return tl::unexpected(auth_error_reply(AuthError::no_values_to_update));
    }
    if (fields.has("metadata")) {
        change.metadata = metadata_of(body);
    }
    if (manager.is_key) {
        apply_powers(fields, std::move(powers), change);
    }
    return change;
}

}  // namespace azen::server
