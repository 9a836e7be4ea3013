#include "core/store/sqlite/key_rows.h"

#include <algorithm>
#include <utility>

#include "core/store/sqlite/key_columns.h"
#include "core/store/sqlite/secret_rows.h"

namespace azen::sqlite {
namespace {

/// The conditions that a query sets, each with its own statement: SQLite plans a statement once,
/// and "organization = ? or anything" would cost it the index. A reference leads to few keys, whose
/// owner is then looked at: the plus keeps SQLite from walking all keys of the owner instead.
std::string list_sql(const KeyQuery& query)
{
    std::string sql = key_columns::select;
    sql += " WHERE ?3 IS ?3 AND ?4 IS ?4 AND ?5 IS ?5";
    const std::string_view owner = query.reference ? " AND +k." : " AND k.";
    if (query.organization_id) {
        sql += owner;
        sql += "organization = (SELECT row FROM organizations WHERE id = ?3)";
    }
    if (query.user_id) {
        sql += owner;
        sql += "user = (SELECT row FROM users WHERE id = ?5)";
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
        const std::int64_t row = key_columns::insert(database_, key);
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
                   query.reference,
                   query.user_id};
        std::vector<ApiKey> keys;
        while (rows.step()) {
            keys.push_back(key_columns::read(rows, ledger_));
        }
        return keys;
    });
}

Result<std::optional<ApiKey>> SqliteKeyRows::find_requested(const SecretHash& request)
{
    const std::string sql = std::string{key_columns::select} +
                            " WHERE k.row IN (SELECT key FROM secrets WHERE request = ?) "
                            "ORDER BY k.row DESC LIMIT 1";
    TRY(flush());
    return guarded([&]() -> Result<std::optional<ApiKey>> {
        Query query{database_, sql, std::as_bytes(std::span{request})};
        return query.step() ? std::optional{key_columns::read(query, ledger_)} : std::nullopt;
    });
}

Result<void> SqliteKeyRows::update(const ApiKey& key)
{
    TRY(flush());
    const auto row = TRY(guarded([&]() -> Result<std::optional<std::int64_t>> {
        return key_columns::update(database_, key);
    }));
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
