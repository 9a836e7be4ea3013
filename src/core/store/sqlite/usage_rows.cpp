#include "core/store/sqlite/usage_rows.h"

#include <algorithm>
#include <iterator>

namespace azen::sqlite {
namespace {

constexpr auto organization_sql =
    "SELECT day, usage_group, sum(success), sum(error) FROM usage_days "
    "WHERE organization = (SELECT row FROM organizations WHERE id = ?) AND day >= ? "
    "GROUP BY day, usage_group";

// Of keys that are there no more.
constexpr auto past_sql =
    "SELECT day, usage_group, success, error FROM past_usage_days "
    "WHERE organization = (SELECT row FROM organizations WHERE id = ?) AND day >= ?";

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

/// Of one slot: its key's organization and id, and the total that its row has.
constexpr auto slot_sql =
    "SELECT o.id, k.id, ifnull(d.success, 0), ifnull(d.error, 0) FROM keys k "
    "JOIN organizations o ON o.row = k.organization "
    "LEFT JOIN usage_days d ON d.key = k.row AND d.day = ? AND d.usage_group = ? WHERE k.row = ?";

/// Whose usage is asked for, and since when.
struct Question {
    std::string_view organization_id;
    const std::optional<std::string>& key_id;
    std::chrono::sys_days first_day;
};

std::vector<UsageRow> read_rows(Database& database, const Question& question)
{
    const std::int64_t first = question.first_day.time_since_epoch().count();
    if (question.key_id) {
        Query query{database, key_sql, question.organization_id, first, *question.key_id};
        return read_all(query);
    }
    Query present{database, organization_sql, question.organization_id, first};
    std::vector<UsageRow> rows = read_all(present);
    Query past{database, past_sql, question.organization_id, first};
    std::ranges::move(read_all(past), std::back_inserter(rows));
    return rows;
}

/// What the journal has of a slot beyond its row, if that is part of the answer.
std::optional<UsageRow> read_rest(Database& database,
                                  const Question& question,
                                  const UsageSlot& slot,
                                  const UsageCount& total)
{
    if (slot.day < question.first_day) {
        return std::nullopt;
    }
    Query query{database,
                slot_sql,
                std::int64_t{slot.day.time_since_epoch().count()},
                static_cast<std::int64_t>(slot.group),
                slot.key};
    if (!query.step() || query.text(0) != question.organization_id ||
        (question.key_id && query.text(1) != *question.key_id)) {
        return std::nullopt;
    }
    if (total == UsageCount{.success = query.integer(2), .error = query.integer(3)}) {
        return std::nullopt;  // folded already
    }
    return UsageRow{.day = slot.day,
                    .group = slot.group,
                    .success = total.success - query.integer(2),
                    .error = total.error - query.integer(3)};
}

}  // namespace

void write_total(Database& database, const UsageSlot& slot, const UsageCount& total)
{
    Query{database,
          "INSERT INTO usage_days (organization, day, key, usage_group, success, error) "
          "SELECT organization, ?, row, ?, ?, ? FROM keys "
          "WHERE row = ? AND organization IS NOT NULL "
          "ON CONFLICT DO UPDATE SET success = excluded.success, error = excluded.error",
          std::int64_t{slot.day.time_since_epoch().count()},
          static_cast<std::int64_t>(slot.group),
          total.success,
          total.error,
          slot.key}
        .run();
}

void SqliteUsageRows::count(std::int64_t key_row, UsageGroup group, bool success, Timestamp now)
{
    ledger_.count({.slot = {.key = key_row, .day = day_of(now), .group = group},
                   .total = {.success = success ? 1 : 0, .error = success ? 0 : 1}});
}

Result<std::vector<UsageRow>> SqliteUsageRows::since(std::string_view organization_id,
                                                     const std::optional<std::string>& key_id,
                                                     std::chrono::sys_days first_day)
{
    const Question question{
        .organization_id = organization_id, .key_id = key_id, .first_day = first_day};
    const UsageTotals* unfolded = TRY(ledger_.usage());
    return guarded([&]() -> Result<std::vector<UsageRow>> {
        std::vector<UsageRow> rows = read_rows(database_, question);
        unfolded->for_each([&](const UsageSlot& slot, const UsageCount& total) {
            const LiveKey* key = ledger_.peek(slot.key);
            if (key != nullptr && key->organization_id() != organization_id) {
                return;  // as most are: nothing has to be asked
            }
            if (const auto rest = read_rest(database_, question, slot, total)) {
                rows.push_back(*rest);
            }
        });
        return rows;
    });
}

}  // namespace azen::sqlite
