#include "core/service/usage_service.h"

namespace azen::usage_service {
namespace {

void add(UsageSeries& series, const UsageRow& row, std::size_t day)
{
    UsageSeries::Day& entry = series.days.at(day);
    entry.by_group.at(static_cast<std::size_t>(row.group)) += row.success + row.error;
    entry.success += row.success;
    entry.error += row.error;
    series.summary.success += row.success;
    series.summary.error += row.error;
    switch (row.group) {
        case UsageGroup::memory_create: series.summary.memories += row.success; break;
        case UsageGroup::memory_search: series.summary.searches += row.success; break;
    }
}

}  // namespace

Result<UsageSeries> series(Transaction& transaction,
                           std::string_view organization_id,
                           const std::optional<std::string>& key_id,
                           Timestamp now)
{
    const auto first = day_of(now) - std::chrono::days{usage_days - 1};
    UsageSeries series;
    for (std::size_t i = 0; i < usage_days; ++i) {
        series.days.at(i).day = first + std::chrono::days{i};
    }
    for (const UsageRow& row : TRY(transaction.usage().since(organization_id, key_id, first))) {
        // A clock that went back may have left rows from days to come.
        const auto day = (row.day - first).count();
        if (day < static_cast<std::int64_t>(usage_days)) {
            add(series, row, static_cast<std::size_t>(day));
        }
    }
    return series;
}

}  // namespace azen::usage_service
