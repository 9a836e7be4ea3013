#include "core/store/sqlite/fold.h"

#include <map>
#include <tuple>

#include "core/store/sqlite/journal.h"

namespace azen::sqlite {
namespace {

struct Counts {
    std::int64_t success = 0;
    std::int64_t error = 0;
};

/// What a stretch of the journal amounts to. Ordered by row, so that writing it walks the tables
/// from front to back.
struct Folded {
    std::map<std::int64_t, KeyUse> uses;
    std::map<std::tuple<std::int64_t, std::chrono::sys_days, UsageGroup>, Counts> usage;
};

Result<void> add_row(Folded& folded, std::span<const std::byte> row)
{
    JournalReader reader{row};
    while (auto entry = TRY(reader.next())) {
        if (const auto* use = std::get_if<UseEntry>(&*entry)) {
            folded.uses.insert_or_assign(use->key, use->use);
        } else if (const auto* usage = std::get_if<UsageEntry>(&*entry)) {
            Counts& counts = folded.usage[{usage->key, usage->day, usage->group}];
            counts.success += usage->success;
            counts.error += usage->error;
        }
    }
    return {};
}

Result<Folded> read(Database& database, const FoldRange& range)
{
    Folded folded;
    Query rows{database,
               "SELECT entries FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq",
               range.folded_through,
               range.last};
    while (rows.step()) {
        TRY(add_row(folded, rows.bytes(0)));
    }
    return folded;
}

void write_uses(Database& database, const Folded& folded)
{
    for (const auto& [key, use] : folded.uses) {
        Query{database,
              "UPDATE key_use SET bucket_missing = ?, bucket_updated_at = ?, remaining = ?, "
              "last_refill_at = ?, request_count = ?, last_request = ? WHERE key = ?",
              use.bucket.missing,
              use.bucket.updated_at,
              use.quota.remaining,
              use.quota.last_refill_at,
              use.request_count,
              use.last_request,
              key}
            .run();
    }
}

void write_usage(Database& database, const Folded& folded)
{
    for (const auto& [where, counts] : folded.usage) {
        const auto& [key, day, group] = where;
        Query{database,
              "INSERT INTO usage_days (organization, day, key, usage_group, success, error) "
              "SELECT organization, ?, row, ?, ?, ? FROM keys "
              "WHERE row = ? AND organization IS NOT NULL "
              "ON CONFLICT DO UPDATE SET success = success + excluded.success, "
              "error = error + excluded.error",
              std::int64_t{day.time_since_epoch().count()},
              static_cast<std::int64_t>(group),
              counts.success,
              counts.error,
              key}
            .run();
    }
}

}  // namespace

Result<void> fold_journal(Database& database, const FoldRange& range)
{
    const Folded folded = TRY(read(database, range));
    write_uses(database, folded);
    write_usage(database, folded);
    Query{database, "DELETE FROM journal WHERE seq <= ?", range.folded_through}.run();
    Query{database, "UPDATE journal_fold SET folded_through = ?", range.last}.run();
    return {};
}

}  // namespace azen::sqlite
