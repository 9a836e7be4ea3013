#include "core/store/sqlite/usage_rows.h"

namespace azen::sqlite {
namespace {

constexpr auto organization_sql =
    "SELECT day, usage_group, sum(success), sum(error) FROM usage_days "
    "WHERE organization = (SELECT row FROM organizations WHERE id = ?) AND day >= ? "
    "GROUP BY day, usage_group";

// The organization is part of the question: another one's key answers nothing.
constexpr auto key_sql =
    "SELECT day, usage_group, sum(success), sum(error) FROM usage_days "
    "WHERE organization = (SELECT row FROM organizations WHERE id = ?) AND day >= ? "
    "AND key = (SELECT row FROM keys WHERE id = ?) GROUP BY day, usage_group";

std::vector<UsageRow> read_all(Query& query)
{
    std::vector<UsageRow> rows;
    while (query.step()) {
        rows.push_back({.day = std::chrono::sys_days{std::chrono::days{query.integer(0)}},
                        .group = static_cast<UsageGroup>(query.integer(1)),
                        .success = query.integer(2),
                        .error = query.integer(3)});
    }
    return rows;
}

}  // namespace

void SqliteUsageRows::count(std::int64_t key_row, UsageGroup group, bool success, Timestamp now)
{
    ledger_.count({.key = key_row,
                   .day = day_of(now),
                   .group = group,
                   .success = success ? 1 : 0,
                   .error = success ? 0 : 1});
}

Result<std::vector<UsageRow>> SqliteUsageRows::since(std::string_view organization_id,
                                                     const std::optional<std::string>& key_id,
                                                     std::chrono::sys_days first_day)
{
    TRY(ledger_.fold());
    const std::int64_t first = first_day.time_since_epoch().count();
    return guarded([&]() -> Result<std::vector<UsageRow>> {
        if (key_id) {
            Query query{database_, key_sql, organization_id, first, *key_id};
            return read_all(query);
        }
        Query query{database_, organization_sql, organization_id, first};
        return read_all(query);
    });
}

}  // namespace azen::sqlite
