#include "core/store/sqlite/key_records.h"

#include <fmt/format.h>

#include "core/store/sqlite/key_columns.h"
#include "core/store/sqlite/secret_rows.h"
#include "core/store/sqlite/usage_rows.h"

namespace azen::sqlite {
namespace {

constexpr int row_column = 24;

void insert_secrets(Database& database, std::int64_t row, const KeySecrets& secrets)
{
    for (const KeySecret& secret : secrets) {
        insert_secret(database, row, secret);
    }
}

/// What an administrator cannot change, and a replacement can.
void update_origin(Database& database, std::int64_t row, const ApiKey& key)
{
    Query{database,
          "UPDATE keys SET prefix = ?, created_at = ? WHERE row = ?",
          key.prefix,
          key.created_at,
          row}
        .run();
}

}  // namespace

Result<std::vector<KeyRecord>> SqliteKeyRecords::list(std::int64_t after,
                                                      std::int64_t limit,
                                                      const KeyScope& scope)
{
    const auto sql =
        fmt::format("{} WHERE k.row > ?1 AND ?3 IS ?3 AND ?4 IS ?4{}{} ORDER BY k.row LIMIT ?2",
                    key_columns::select,
                    scope.organization_id
                        ? " AND k.organization = (SELECT row FROM organizations WHERE id = ?3)"
                        : "",
                    scope.user_id ? " AND k.user = (SELECT row FROM users WHERE id = ?4)" : "");
    return guarded([&]() -> Result<std::vector<KeyRecord>> {
        std::vector<KeyRecord> records;
        Query query{database_, sql, after, limit, scope.organization_id, scope.user_id};
        while (query.step()) {
            const std::int64_t row = query.integer(row_column);
            records.push_back({.row = row,
                               .key = key_columns::read(query, ledger_),
                               .secrets = read_secrets(database_, row)});
        }
        return records;
    });
}

Result<std::optional<ApiKey>> SqliteKeyRecords::find(std::string_view id)
{
    const auto sql = fmt::format("{} WHERE k.id = ?", key_columns::select);
    return guarded([&]() -> Result<std::optional<ApiKey>> {
        Query query{database_, sql, id};
        return query.step() ? std::optional{key_columns::read(query, ledger_)} : std::nullopt;
    });
}

Result<void> SqliteKeyRecords::insert(const ApiKey& key, const KeySecrets& secrets)
{
    return guarded([&]() -> Result<void> {
        const std::int64_t row = key_columns::insert(database_, key);
        insert_secrets(database_, row, secrets);
        return ledger_.announce(row);
    });
}

Result<void> SqliteKeyRecords::replace(const ApiKey& key, const KeySecrets& secrets)
{
    return guarded([&]() -> Result<void> {
        const auto row = key_columns::update(database_, key);
        if (!row) {
            return fail(ErrorKind::not_found, "no such key");
        }
        update_origin(database_, *row, key);
        Query{database_, "DELETE FROM secrets WHERE key = ?", *row}.run();
        insert_secrets(database_, *row, secrets);
        TRY(ledger_.announce(*row));
        ledger_.set_use(*row, key.use);
        return {};
    });
}

// By the day and the group, added to what other keys have left behind.
Result<void> SqliteKeyRecords::keep_usage(std::int64_t row)
{
    const UsageTotals* unfolded = TRY(ledger_.usage());
    unfolded->for_each([&](const UsageSlot& slot, const UsageCount& total) {
        if (slot.key == row) {
            write_total(database_, slot, total);
        }
    });
    Query{database_,
          "INSERT INTO past_usage_days (organization, day, usage_group, success, error) "
          "SELECT organization, day, usage_group, success, error FROM usage_days WHERE key = ? "
          "ON CONFLICT DO UPDATE SET success = success + excluded.success, "
          "error = error + excluded.error",
          row}
        .run();
    return {};
}

// Its secrets, its use and its days go with it, by the tables' own rules.
Result<bool> SqliteKeyRecords::erase(std::string_view id)
{
    return guarded([&]() -> Result<bool> {
        const auto row = find_row(database_, id);
        if (!row) {
            return false;
        }
        TRY(keep_usage(*row));
        Query{database_, "DELETE FROM keys WHERE row = ?", *row}.run();
        ledger_.announce_erased(*row);
        return true;
    });
}

}  // namespace azen::sqlite
