#include "core/store/sqlite/live_key_rows.h"

namespace azen::sqlite::live_key_rows {
namespace {

/// Columns 0 and 1: state, not_after.
LiveSecret read_secret(const Query& query, LiveKey& key)
{
    return {.key = &key,
            .state = static_cast<SecretState>(query.integer(0)),
            .not_after = query.optional_time(1)};
}

constexpr auto live_key_sql = R"sql(
SELECT k.id, ifnull(o.id, ''), ifnull(u.id, ''), k.enabled, k.revoked_at IS NOT NULL, k.expires_at,
       k.rate_limit_enabled, k.rate_limit_max, k.rate_limit_window, k.refill_amount,
       k.refill_interval, k.permissions, n.bucket_missing, n.bucket_updated_at, n.remaining,
       n.last_refill_at, n.request_count, n.last_request, ifnull(o.row, 0), ifnull(u.row, 0)
FROM keys k JOIN key_use n ON n.key = k.row
LEFT JOIN organizations o ON o.row = k.organization LEFT JOIN users u ON u.row = k.user
WHERE k.row = ?)sql";

const KeyTerms* read_terms(const Query& query, KeyCache& cache, std::string_view id)
{
    KeyCache::RowTerms terms;
    terms.owner_rows = {query.integer(18), query.integer(19)};
    terms.owner = {.organization_id = query.text(1), .user_id = query.text(2)};
    terms.rate_limit = {.enabled = query.boolean(6),
                        .max = query.integer(7),
                        .window = milliseconds{query.integer(8)}};
    if (!query.is_null(9)) {
        terms.refill =
            Refill{.amount = query.integer(9), .interval = milliseconds{query.integer(10)}};
    }
    terms.permissions_json = query.text(11);
    terms.key_id = id;
    return cache.intern(std::move(terms));
}

KeyUse read_use(const Query& query)
{
    KeyUse use;
    use.bucket = {.missing = query.integer(12), .updated_at = query.time(13)};
    use.quota = {.remaining = query.optional_integer(14), .last_refill_at = query.time(15)};
    use.request_count = query.integer(16);
    use.last_request = query.optional_time(17);
    return use;
}

Result<LiveKey*> load_key(Database& database, KeyCache& cache, std::int64_t row)
{
    Query query{database, live_key_sql, row};
    if (!query.step()) {
        return fail(ErrorKind::store, "the store has a secret without its key");
    }
    const std::string id = query.text(0);
    return &cache.put({.row = row,
                       .id = id,
                       .terms = read_terms(query, cache, id),
                       .expires_at = query.optional_time(5),
                       .enabled = query.boolean(3),
                       .revoked = query.boolean(4)},
                      read_use(query));
}

}  // namespace

Result<LiveSecret> load(Database& database, KeyCache& cache, const SecretHash& hash)
{
    Query query{
        database, "SELECT state, not_after, key FROM secrets WHERE hash = ?", std::span{hash}};
    if (!query.step()) {
        cache.note_absent(hash);
        return LiveSecret{};
    }
    const std::int64_t row = query.integer(2);
    LiveKey* key = cache.find_key(row);
    if (key == nullptr) {
        key = TRY(load_key(database, cache, row));
    }
    const LiveSecret secret = read_secret(query, *key);
    cache.put_secret(hash, secret);
    return secret;
}

Result<void> reload(Database& database, KeyCache& cache, std::int64_t row)
{
    LiveKey* key = TRY(load_key(database, cache, row));
    cache.drop_secrets(row);
    // Revoked ones are looked up when somebody presents them: a key may have had hundreds.
    Query query{database,
                "SELECT state, not_after, hash FROM secrets WHERE key = ? AND state <> ?",
                row,
                static_cast<int>(SecretState::revoked)};
    while (query.step()) {
        cache.put_secret(query.digest(2), read_secret(query, *key));
    }
    return {};
}

}  // namespace azen::sqlite::live_key_rows
