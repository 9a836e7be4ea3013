#include "core/store/sqlite/secret_rows.h"

#include <algorithm>

namespace azen::sqlite {
namespace {

constexpr int max_clients = 16;

std::span<const std::byte> bytes_of(const SecretHash& hash)
{
    return hash;
}

std::optional<std::span<const std::byte>> bytes_of(const std::optional<SecretHash>& hash)
{
    return hash ? std::optional{bytes_of(*hash)} : std::nullopt;
}

KeySecret read_secret(const Query& query)
{
    KeySecret secret{.hash = query.digest(0),
                     .start = query.text(1),
                     .state = static_cast<SecretState>(query.integer(2)),
                     .not_after = query.optional_time(3),
                     .created_at = query.time(4),
                     .since = query.time(5),
                     .grace = milliseconds{query.integer(6)}};
    if (!query.is_null(7)) {
        secret.request = query.digest(7);
    }
    secret.delivered = query.boolean(8);
    return secret;
}

void update_secret(Database& database, const KeySecret& secret)
{
    Query{database,
          "UPDATE secrets SET state = ?, not_after = ?, since = ?, request = ?, delivered = ? "
          "WHERE hash = ?",
          static_cast<int>(secret.state),
          secret.not_after,
          secret.since,
          bytes_of(secret.request),
          secret.delivered,
          bytes_of(secret.hash)}
        .run();
}

void write_secret(Database& database,
                  std::int64_t key,
                  const KeySecret& secret,
                  const KeySecrets& stored)
{
    const auto same = std::ranges::find(stored, secret.hash, &KeySecret::hash);
    if (same == stored.end()) {
        insert_secret(database, key, secret);
    } else if (secret != *same || secret.state != SecretState::revoked) {
        update_secret(database, secret);
    }
}

}  // namespace

std::optional<std::int64_t> find_row(Database& database, std::string_view key_id)
{
    Query query{database, "SELECT row FROM keys WHERE id = ?", key_id};
    return query.step() ? std::optional{query.integer(0)} : std::nullopt;
}

KeySecrets read_secrets(Database& database, std::int64_t key)
{
    Query query{database,
                "SELECT hash, start, state, not_after, created_at, since, grace, request, "
                "delivered FROM secrets WHERE key = ? ORDER BY created_at, since, state DESC",
                key};
    KeySecrets secrets;
    while (query.step()) {
        secrets.push_back(read_secret(query));
    }
    return secrets;
}

void insert_secret(Database& database, std::int64_t key, const KeySecret& secret)
{
    Query{database,
          "INSERT INTO secrets (hash, key, start, state, not_after, created_at, since, grace, "
          "request, delivered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          bytes_of(secret.hash),
          key,
          secret.start,
          static_cast<int>(secret.state),
          secret.not_after,
          secret.created_at,
          secret.since,
          secret.grace,
          bytes_of(secret.request),
          secret.delivered}
        .run();
}

void write_secrets(Database& database, std::int64_t key, const KeySecrets& secrets)
{
    const KeySecrets stored = read_secrets(database, key);
    // The tables allow one active secret and one beside it, after every statement. Two of them that
    // change places have to step aside first.
    Query{database, "UPDATE secrets SET state = 3 WHERE key = ? AND state <> 3", key}.run();
    for (const KeySecret& secret : secrets) {
        write_secret(database, key, secret, stored);
    }
    Query{database,
          "UPDATE keys SET start = (SELECT start FROM secrets WHERE key = ?1 AND state = 1) "
          "WHERE row = ?1 AND EXISTS (SELECT 1 FROM secrets WHERE key = ?1 AND state = 1)",
          key}
        .run();
}

void revoke_secrets(Database& database, std::int64_t key, Timestamp when)
{
    Query{database,
          "UPDATE secrets SET state = 3, not_after = NULL, since = ? WHERE key = ? AND state <> 3",
          when,
          key}
        .run();
}

void add_retiring_use(Database& database, const SecretUse& use)
{
    Query{database,
          "INSERT INTO retiring_uses VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
          "requests = requests + excluded.requests, last_at = max(last_at, excluded.last_at)",
          bytes_of(use.secret),
          use.address,
          use.agent,
          use.requests,
          use.last_at}
        .run();
    Query{database,
          "DELETE FROM retiring_uses WHERE secret = ?1 AND (address, agent) NOT IN "
          "(SELECT address, agent FROM retiring_uses WHERE secret = ?1 "
          "ORDER BY last_at DESC LIMIT ?2)",
          bytes_of(use.secret),
          max_clients}
        .run();
}

std::vector<SecretUse> read_retiring_uses(Database& database, std::int64_t key)
{
    Query query{database,
                "SELECT u.secret, u.address, u.agent, u.requests, u.last_at FROM retiring_uses u "
                "JOIN secrets s ON s.hash = u.secret WHERE s.key = ? ORDER BY u.last_at DESC",
                key};
    std::vector<SecretUse> uses;
    while (query.step()) {
        uses.push_back({.secret = query.digest(0),
                        .address = query.text(1),
                        .agent = query.text(2),
                        .requests = query.integer(3),
                        .last_at = query.time(4)});
    }
    return uses;
}

}  // namespace azen::sqlite
