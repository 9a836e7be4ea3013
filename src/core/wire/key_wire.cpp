#include "core/wire/key_wire.h"

#include <iterator>
#include <utility>

#include "core/base/or_null.h"
#include "core/base/time_text.h"
#include "core/key/key_json.h"
#include "core/key/secret_hash.h"
#include "core/wire/wire_reader.h"

namespace azen::key_wire {
namespace {

constexpr std::int64_t most = INT64_MAX;

Json use_json(const SecretUse& use)
{
    return {{"address", use.address},
            {"agent", use.agent},
            {"requests", use.requests},
            {"lastAt", format_timestamp(use.last_at)}};
}

Json secret_json(const KeySecret& secret, std::span<const SecretUse> uses)
{
    Json clients = Json::array();
    for (const SecretUse& use : uses) {
        if (use.secret == secret.hash) {
            clients.push_back(use_json(use));
        }
    }
    return {{"id", format_hash(fingerprint(secret.hash))},
            {"start", secret.start},
            {"state", to_string(secret.state)},
            {"notAfter", or_null(secret.not_after, format_timestamp)},
            {"createdAt", format_timestamp(secret.created_at)},
            {"since", format_timestamp(secret.since)},
            {"gracePeriod", secret.grace.count()},
            {"delivered", secret.delivered},
            {"retiringClients", clients}};
}

Json with_secrets(const ApiKey& key,
                  const KeySecrets& secrets,
                  std::span<const SecretUse> uses,
                  Timestamp now)
{
    Json json = key_to_json(key, now);
    Json& list = json["secrets"] = Json::array();
    for (const KeySecret& secret : secrets) {
        list.push_back(secret_json(secret, uses));
    }
    return json;
}

/// A secret, and who uses it.
struct SecretEntry {
    KeySecret secret;
    std::vector<SecretUse> uses;
};

Result<SecretUse> parse_use(const Json& json)
{
    FieldReader reader{json};
    SecretUse use{.address = reader.text("address"),
                  .agent = reader.text("agent"),
                  .requests = reader.integer("requests", 0, most),
                  .last_at = reader.time("lastAt")};
    TRY(reader.finish_open());
    return use;
}

Result<SecretEntry> parse_secret(const Json& json)
{
    FieldReader reader{json};
    SecretEntry entry;
    KeySecret& secret = entry.secret;
    const auto id = parse_hash(reader.text("id"));
    if (!id) {
        reader.reject("id", "has to be a SHA-256 in base64url");
    }
    secret = {.hash = id.value_or(SecretHash{}),
              .start = reader.text("start"),
              .state = wire::choice<SecretState>(reader, "state", all_secret_states),
              .not_after = reader.optional_time("notAfter"),
              .created_at = reader.time("createdAt"),
              .since = reader.time("since"),
              .grace = milliseconds{reader.integer("gracePeriod", 0, most)},
              .delivered = reader.boolean("delivered")};
    entry.uses = wire::list(reader, "retiringClients", parse_use);
    for (SecretUse& use : entry.uses) {
        use.secret = secret.hash;
    }
    TRY(reader.finish_open());
    return entry;
}

void read_limits(FieldReader& reader, ApiKey& key)
{
    key.rate_limit = {.enabled = reader.boolean("rateLimitEnabled"),
                      .max = reader.integer("rateLimitMax", 1, max_rate_limit_max),
                      .window = milliseconds{
                          reader.integer("rateLimitTimeWindow", 1, max_rate_limit_window.count())}};
    const auto amount = reader.optional_integer("refillAmount", 1, most);
    const auto interval = reader.optional_integer("refillInterval", 1, most);
    if (amount && interval) {
        key.refill = Refill{.amount = *amount, .interval = milliseconds{*interval}};
    }
}

void read_use(FieldReader& reader, ApiKey& key)
{
    // Before the first refill there is none to tell of, and the state holds the creation.
    key.use.quota = {
        .remaining = reader.optional_integer("remaining", 0, most),
        .last_refill_at = reader.optional_time("lastRefillAt").value_or(key.created_at)};
    key.use.request_count = reader.integer("requestCount", 0, most);
    key.use.last_request = reader.optional_time("lastRequest");
}

Result<Permissions> parse_permissions(const Json& json)
{
    return Permissions::from_json(nlohmann::json(json));
}

void read_key(FieldReader& reader, ApiKey& key)
{
    key.id = reader.text("id");
    key.name = reader.text("name");
    key.start = reader.text("start");
    key.prefix = reader.text("prefix");
    key.user_id = reader.text("userId");
    key.organization_id = reader.text("organizationId");
    key.enabled = reader.boolean("enabled");
    key.expires_at = reader.optional_time("expiresAt");
    key.revoked_at = reader.optional_time("revokedAt");
    key.created_at = reader.time("createdAt");
    key.updated_at = reader.time("updatedAt");
    read_limits(reader, key);
    read_use(reader, key);
    key.permissions =
        wire::nested(reader, "permissions", parse_permissions).value_or(Permissions{});
    key.metadata = reader.any("metadata").dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Result<ApiKey> parse_key(const Json& json)
{
    FieldReader reader{json};
    ApiKey key;
    read_key(reader, key);
    TRY(reader.finish_open());
    return key;
}

Json format(const KeyHistory& history, Timestamp now)
{
    return with_secrets(history.key, history.secrets, history.retiring_uses, now);
}

Result<KeyHistory> parse_history(const Json& json)
{
    FieldReader reader{json};
    KeyHistory history;
    read_key(reader, history.key);
    for (SecretEntry& entry : wire::list(reader, "secrets", parse_secret)) {
        history.secrets.push_back(std::move(entry.secret));
        std::ranges::move(entry.uses, std::back_inserter(history.retiring_uses));
    }
    TRY(reader.finish_open());
    return history;
}

Json format(const KeyRecord& record, Timestamp now)
{
    Json json = with_secrets(record.key, record.secrets, {}, now);
    json["row"] = record.row;
    return json;
}

Result<KeyRecord> parse_record(const Json& json)
{
    FieldReader reader{json};
    const std::int64_t row = reader.integer("row", 1, most);
    TRY(reader.finish_open());
    KeyHistory history = TRY(parse_history(json));
    return KeyRecord{
        .row = row, .key = std::move(history.key), .secrets = std::move(history.secrets)};
}

}  // namespace azen::key_wire
