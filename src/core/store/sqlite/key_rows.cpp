#include "core/store/sqlite/key_rows.h"

#include <algorithm>
#include <utility>

#include "core/store/sqlite/key_columns.h"
#include "core/store/sqlite/secret_rows.h"

namespace azen::sqlite {
namespace {

/// The conditions that a query sets, each with its own statement: SQLite plans a statement once,
/// and "organization = ? or anything" would cost it the index. A reference or a request leads to
/// few keys, whose owner is then looked at: the plus keeps SQLite from walking all keys of the
/// owner instead.
std::string conditions(const KeyQuery& query)
{
    std::string sql = " WHERE ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4";
    const std::string_view owner = query.reference || query.request ? " AND +k." : " AND k.";
    if (query.scope.organization_id) {
        sql += owner;
        sql += "organization = (SELECT row FROM organizations WHERE id = ?1)";
    }
    if (query.scope.user_id) {
        sql += owner;
        sql += "user = (SELECT row FROM users WHERE id = ?2)";
    }
    if (query.reference) {
        sql +=
            " AND (k.id = ?3 OR k.name = ?3 OR k.start = ?3 "
            "OR k.row IN (SELECT key FROM secrets WHERE start = ?3))";
    }
    if (query.request) {
        sql += " AND k.row IN (SELECT key FROM secrets WHERE request = ?4)";
    }
    if (!query.with_revoked) {
        sql += " AND k.revoked_at IS NULL";
    }
    return sql;
}

/// What the offset skips is skipped in an index of the keys, not in all that belongs to them.
std::string list_sql(const KeyQuery& query)
{
    const std::string order = std::string{" ORDER BY "} +
                              (query.reference ? "k.id = ?3 DESC, " : "") +
                              (query.oldest_first ? "k.row" : "k.row DESC");
    return key_columns::select + (" WHERE k.row IN (SELECT k.row FROM keys k" + conditions(query)) +
           order + " LIMIT ?5 OFFSET ?6)" + order;
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
    return guarded([&]() -> Result<std::vector<ApiKey>> {
        Query rows{database_,
                   list_sql(query),
                   query.scope.organization_id,
                   query.scope.user_id,
                   query.reference,
                   query.request,
                   query.limit,
                   query.offset};
        std::vector<ApiKey> keys;
        while (rows.step()) {
            keys.push_back(key_columns::read(rows, ledger_));
        }
        return keys;
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

Result<void> SqliteKeyRows::write_recorded()
{
    const auto retiring_uses = std::exchange(retiring_uses_, {});
    return guarded([&]() -> Result<void> {
        for (const SecretUse& use : retiring_uses) {
            add_retiring_use(database_, use);
        }
        return {};
    });
}

Result<std::int64_t> SqliteKeyRows::count(const KeyQuery& query)
{
    return guarded([&]() -> Result<std::int64_t> {
        Query rows{database_,
                   "SELECT count(*) FROM keys k" + conditions(query),
                   query.scope.organization_id,
                   query.scope.user_id,
                   query.reference,
                   query.request};
        rows.step();
        return rows.integer(0);
    });
}

}  // namespace azen::sqlite
