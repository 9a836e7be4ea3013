#include "core/store/sqlite/key_rows.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/store/sqlite/secret_rows.h"

namespace azen::sqlite {
namespace {

constexpr auto select_keys = R"sql(
SELECT k.id, k.name, k.start, k.prefix, ifnull(u.id, ''), ifnull(o.id, ''), k.enabled, k.expires_at,
       k.revoked_at, k.rate_limit_enabled, k.rate_limit_max, k.rate_limit_window, k.refill_amount,
       k.refill_interval, n.bucket_missing, n.bucket_updated_at, n.remaining, n.last_refill_at,
       n.request_count, n.last_request, k.permissions, k.metadata, k.created_at, k.updated_at, k.row
FROM keys k JOIN key_use n ON n.key = k.row
LEFT JOIN organizations o ON o.row = k.organization LEFT JOIN users u ON u.row = k.user)sql";

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

/// The journal may know more of a key's use than its row.
ApiKey read_key(const Query& query, Ledger& ledger)
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

/// The row of the key, after writing all its columns that can change; nullopt: no such key.
std::optional<std::int64_t> update_key(Database& database, const ApiKey& key)
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

/// The conditions that a query sets, each with its own statement: SQLite plans a statement once,
/// and "organization = ? or anything" would cost it the index.
std::string list_sql(const KeyQuery& query)
{
    std::string sql = select_keys;
    sql += " WHERE ?3 IS ?3 AND ?4 IS ?4";
    if (query.organization_id) {
        sql += " AND k.organization = (SELECT row FROM organizations WHERE id = ?3)";
    }
    if (query.reference) {
        sql +=
            " AND (k.id = ?4 OR k.name = ?4 OR k.start = ?4 "
            "OR k.row IN (SELECT key FROM secrets WHERE start = ?4))";
    }
    return sql + " ORDER BY k.row DESC LIMIT ?1 OFFSET ?2";
}

}  // namespace

Result<void> SqliteKeyRows::insert(const ApiKey& key, const KeySecret& secret)
{
    return guarded([&]() -> Result<void> {
        insert_key(database_, key);
        const std::int64_t row = database_.handle().getLastInsertRowid();
        insert_use(database_, row, key.use);
        insert_secret(database_, row, secret);
        return ledger_.announce(row);
    });
}

Result<std::vector<ApiKey>> SqliteKeyRows::list(const KeyQuery& query)
{
    TRY(flush());
    return guarded([&]() -> Result<std::vector<ApiKey>> {
        Query rows{database_,
                   list_sql(query),
                   query.limit,
                   query.offset,
                   query.organization_id,
                   query.reference};
        std::vector<ApiKey> keys;
        while (rows.step()) {
            keys.push_back(read_key(rows, ledger_));
        }
        return keys;
    });
}

Result<void> SqliteKeyRows::update(const ApiKey& key)
{
    TRY(flush());
    const auto row = TRY(guarded(
        [&]() -> Result<std::optional<std::int64_t>> { return update_key(database_, key); }));
    if (!row) {
        return fail(ErrorKind::not_found, "no such key");
    }
    if (key.revoked_at) {
        TRY(guarded([&]() -> Result<void> {
            revoke_secrets(database_, *row, *key.revoked_at);
            return {};
        }));
    }
    TRY(ledger_.announce(*row));
    ledger_.set_use(*row, key.use);
    return {};
}

Result<KeySecrets> SqliteKeyRows::secrets(std::string_view key_id)
{
    TRY(flush());
    return guarded([&]() -> Result<KeySecrets> {
        const auto row = find_row(database_, key_id);
        return row ? read_secrets(database_, *row) : KeySecrets{};
    });
}

Result<void> SqliteKeyRows::put_secrets(std::string_view key_id, const KeySecrets& secrets)
{
    TRY(flush());
    return guarded([&]() -> Result<void> {
        const auto row = find_row(database_, key_id);
        if (!row) {
            return fail(ErrorKind::not_found, "no such key");
        }
        write_secrets(database_, *row, secrets);
        return ledger_.announce(*row);
    });
}

Result<std::vector<SecretUse>> SqliteKeyRows::retiring_uses(std::string_view key_id)
{
    TRY(flush());
    return guarded([&]() -> Result<std::vector<SecretUse>> {
        const auto row = find_row(database_, key_id);
        return row ? read_retiring_uses(database_, *row) : std::vector<SecretUse>{};
    });
}

void SqliteKeyRows::record_first_use(const LiveKey& key, const SecretHash& secret, Timestamp now)
{
    first_uses_.push_back({.key = key.row(), .secret = secret, .when = now});
}

void SqliteKeyRows::record_retiring_use(const SecretUse& use)
{
    const auto same = std::ranges::find_if(retiring_uses_, [&](const SecretUse& other) {
        return other.secret == use.secret && other.address == use.address &&
               other.agent == use.agent;
    });
    if (same == retiring_uses_.end()) {
        retiring_uses_.push_back(use);
        return;
    }
    same->requests += use.requests;
    same->last_at = std::max(same->last_at, use.last_at);
}

/// Others learn of it through the journal, as of every change of a key.
Result<void> SqliteKeyRows::activate(const FirstUse& use)
{
    KeySecrets secrets = read_secrets(database_, use.key);
    if (!rotation::activate(secrets, use.secret, read_expiry(database_, use.key), use.when)) {
        return {};  // an earlier request of this batch has done it
    }
    write_secrets(database_, use.key, secrets);
    return ledger_.announce(use.key);
}

Result<void> SqliteKeyRows::write_recorded()
{
    const auto first_uses = std::exchange(first_uses_, {});
    const auto retiring_uses = std::exchange(retiring_uses_, {});
    return guarded([&]() -> Result<void> {
        for (const FirstUse& use : first_uses) {
            TRY(activate(use));
        }
        for (const SecretUse& use : retiring_uses) {
            add_retiring_use(database_, use);
        }
        return {};
    });
}

Result<std::int64_t> SqliteKeyRows::count()
{
    return guarded([&]() -> Result<std::int64_t> {
        Query query{database_, "SELECT count(*) FROM keys"};
        query.step();
        return query.integer(0);
    });
}

}  // namespace azen::sqlite
