#include <nlohmann/json.hpp>

#include "core/base/time_text.h"
#include "core/service/usage_service.h"
#include "server/app/handlers/handlers.h"
#include "server/app/query.h"

namespace azen::server::handlers {

namespace {

using nlohmann::ordered_json;

// One number of every day, in the order of the labels.
template <typename Pick>
ordered_json daily(const UsageSeries& series, Pick pick)
{
    ordered_json values = ordered_json::array();
    for (const UsageSeries::Day& day : series.days) {
        values.push_back(pick(day));
    }
    return values;
}

// Requests of one group, successful or not.
ordered_json of_group(const UsageSeries& series, UsageGroup group)
{
    return daily(series, [group](const UsageSeries::Day& day) {
        return day.by_group.at(static_cast<std::size_t>(group));
    });
}

ordered_json render_series(const UsageSeries& series)
{
    return {{"memory_create", of_group(series, UsageGroup::memory_create)},
            {"memory_search", of_group(series, UsageGroup::memory_search)},
            {"total", daily(series, [](const auto& day) { return day.success + day.error; })},
            {"success", daily(series, [](const auto& day) { return day.success; })},
            {"error", daily(series, [](const auto& day) { return day.error; })}};
}

ordered_json render_summary(const UsageSeries::Summary& summary)
{
    return {{"total_requests", summary.success + summary.error},
            {"success_count", summary.success},
            {"error_count", summary.error},
            {"memory_count", summary.memories},
            {"search_count", summary.searches}};
}

// The members' order is the contract's; ordered_json keeps it.
ordered_json render(const UsageSeries& series)
{
    return {{"range",
             {{"start", format_date(series.days.front().day)},
              {"end", format_date(series.days.back().day)}}},
            {"labels", daily(series, [](const auto& day) { return format_date(day.day); })},
            {"series", render_series(series)},
            {"summary", render_summary(series.summary)}};
}

// An empty value is no key's id: it narrows to nothing rather than to everything.
std::optional<std::string> wanted_key(const Call& call)
{
    return query_value(call.request.query, "apiKeyId");
}

}  // namespace

Result<Answer> usage(const Call& call)
{
    const UsageSeries series = TRY(usage_service::series(
        *call.transaction, call.caller.identity.organization_id, wanted_key(call), call.now));
    return Reply{.status = 200, .body = render(series).dump()};
}

}  // namespace azen::server::handlers
