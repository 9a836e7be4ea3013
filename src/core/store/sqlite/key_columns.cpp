#include "core/store/sqlite/key_columns.h"

#include <nlohmann/json.hpp>

namespace azen::sqlite::key_columns {
namespace {

std::string permissions_text(const ApiKey& key)
{
    return key.permissions.to_json().dump();
}

Permissions read_permissions(const std::string& text)
{
    const auto json = nlohmann::json::parse(text, nullptr, false);
    return Permissions::from_json(json).value_or(Permissions{});
}

KeyUse read_use(const Query& query)
{
    KeyUse use;
    use.bucket = {.missing = query.integer(14), .updated_at = query.time(15)};
    use.quota = {.remaining = query.optional_integer(16), .last_refill_at = query.time(17)};
    use.request_count = query.integer(18);
    use.last_request = query.optional_time(19);
    return use;
}

std::optional<std::int64_t> refill_amount(const ApiKey& key)
{
    return key.refill ? std::optional{key.refill->amount} : std::nullopt;
}

std::optional<milliseconds> refill_interval(const ApiKey& key)
{
    return key.refill ? std::optional{key.refill->interval} : std::nullopt;
}

void insert_key(Database& database, const ApiKey& key)
{
    Query{database,
          "INSERT INTO keys (id, name, start, prefix, organization, user, enabled, expires_at, "
          "revoked_at, rate_limit_enabled, rate_limit_max, rate_limit_window, refill_amount, "
          "refill_interval, permissions, metadata, created_at, updated_at) VALUES (?, ?, ?, ?, "
          "(SELECT row FROM organizations WHERE id = ?), (SELECT row FROM users WHERE id = ?), "
          "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          key.id,
          key.name,
          key.start,
          key.prefix,
          key.organization_id,
          key.user_id,
          key.enabled,
          key.expires_at,
          key.revoked_at,
          key.rate_limit.enabled,
          key.rate_limit.max,
          key.rate_limit.window,
          refill_amount(key),
          refill_interval(key),
          permissions_text(key),
          key.metadata,
          key.created_at,
          key.updated_at}
        .run();
}

void insert_use(Database& database, std::int64_t row, const KeyUse& use)
{
    Query{database,
          "INSERT INTO key_use VALUES (?, ?, ?, ?, ?, ?, ?)",
          row,
          use.bucket.missing,
          use.bucket.updated_at,
          use.quota.remaining,
          use.quota.last_refill_at,
          use.request_count,
          use.last_request}
        .run();
}

}  // namespace

const char* const select = R"sql(
SELECT k.id, k.name, k.start, k.prefix, ifnull(u.id, ''), ifnull(o.id, ''), k.enabled, k.expires_at,
       k.revoked_at, k.rate_limit_enabled, k.rate_limit_max, k.rate_limit_window, k.refill_amount,
       k.refill_interval, n.bucket_missing, n.bucket_updated_at, n.remaining, n.last_refill_at,
       n.request_count, n.last_request, k.permissions, k.metadata, k.created_at, k.updated_at, k.row
FROM keys k JOIN key_use n ON n.key = k.row
LEFT JOIN organizations o ON o.row = k.organization LEFT JOIN users u ON u.row = k.user)sql";

ApiKey read(const Query& query, Ledger& ledger)
{
    ApiKey key;
    key.id = query.text(0);
    key.name = query.text(1);
    key.start = query.text(2);
    key.prefix = query.text(3);
    key.user_id = query.text(4);
    key.organization_id = query.text(5);
    key.enabled = query.boolean(6);
    key.expires_at = query.optional_time(7);
    key.revoked_at = query.optional_time(8);
    key.rate_limit = {.enabled = query.boolean(9),
                      .max = query.integer(10),
                      .window = milliseconds{query.integer(11)}};
    if (!query.is_null(12)) {
        key.refill =
            Refill{.amount = query.integer(12), .interval = milliseconds{query.integer(13)}};
    }
    const auto later_use = ledger.find_use(query.integer(24));
    key.use = later_use ? *later_use : read_use(query);
    key.permissions = read_permissions(query.text(20));
    key.metadata = query.text(21);
    key.created_at = query.time(22);
    key.updated_at = query.time(23);
    return key;
}

std::int64_t insert(Database& database, const ApiKey& key)
{
    insert_key(database, key);
    const std::int64_t row = database.handle().getLastInsertRowid();
    insert_use(database, row, key.use);
    return row;
}

std::optional<std::int64_t> update(Database& database, const ApiKey& key)
{
    Query query{database,
                "UPDATE keys SET name = ?, start = ?, enabled = ?, expires_at = ?, revoked_at = ?, "
                "rate_limit_enabled = ?, rate_limit_max = ?, rate_limit_window = ?, "
                "refill_amount = ?, refill_interval = ?, permissions = ?, metadata = ?, "
                "updated_at = ? WHERE id = ? RETURNING row",
                key.name,
                key.start,
                key.enabled,
                key.expires_at,
                key.revoked_at,
                key.rate_limit.enabled,
                key.rate_limit.max,
                key.rate_limit.window,
                refill_amount(key),
                refill_interval(key),
                permissions_text(key),
                key.metadata,
                key.updated_at,
                key.id};
    return query.step() ? std::optional{query.integer(0)} : std::nullopt;
}

}  // namespace azen::sqlite::key_columns
