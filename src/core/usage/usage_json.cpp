#include "core/usage/usage_json.h"

#include <nlohmann/json.hpp>

#include "core/base/time_text.h"

namespace azen {
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

constexpr const char* wrong_shape = "the usage has another shape";

// A series of thirty counts.
Result<std::array<std::int64_t, usage_days>> numbers_at(const ordered_json& json, const char* where)
{
    const ordered_json::json_pointer pointer{where};
    if (!json.contains(pointer) || json.at(pointer).size() != usage_days) {
        return fail(ErrorKind::invalid, wrong_shape);
    }
    std::array<std::int64_t, usage_days> numbers{};
    for (std::size_t index = 0; index < usage_days; ++index) {
        const ordered_json& number = json.at(pointer).at(index);
        if (!number.is_number_integer()) {
            return fail(ErrorKind::invalid, wrong_shape);
        }
        numbers.at(index) = number.get<std::int64_t>();
    }
    return numbers;
}

Result<std::int64_t> number_at(const ordered_json& json, const char* where)
{
    const ordered_json::json_pointer pointer{where};
    if (!json.contains(pointer) || !json.at(pointer).is_number_integer()) {
        return fail(ErrorKind::invalid, wrong_shape);
    }
    return json.at(pointer).get<std::int64_t>();
}

Result<std::chrono::sys_days> last_day(const ordered_json& json)
{
    const ordered_json::json_pointer pointer{"/range/end"};
    const auto midnight = json.contains(pointer) && json.at(pointer).is_string()
                              ? parse_timestamp(json.at(pointer).get<std::string>())
                              : std::nullopt;
    return midnight ? Result<std::chrono::sys_days>{day_of(*midnight)}
                    : fail(ErrorKind::invalid, wrong_shape);
}

}  // namespace

// The members' order is the contract's; ordered_json keeps it.
nlohmann::ordered_json usage_to_json(const UsageSeries& series)
{
    return {{"range",
             {{"start", format_date(series.days.front().day)},
              {"end", format_date(series.days.back().day)}}},
            {"labels", daily(series, [](const auto& day) { return format_date(day.day); })},
            {"series", render_series(series)},
            {"summary", render_summary(series.summary)}};
}

Result<UsageSeries> usage_from_json(const ordered_json& json)
{
    const auto creates = TRY(numbers_at(json, "/series/memory_create"));
    const auto searches = TRY(numbers_at(json, "/series/memory_search"));
    const auto success = TRY(numbers_at(json, "/series/success"));
    const auto error = TRY(numbers_at(json, "/series/error"));
    const std::chrono::sys_days last = TRY(last_day(json));
    UsageSeries series;
    for (std::size_t index = 0; index < usage_days; ++index) {
        series.days.at(index) = {.day = last - std::chrono::days{usage_days - 1 - index},
                                 .by_group = {creates.at(index), searches.at(index)},
                                 .success = success.at(index),
                                 .error = error.at(index)};
    }
    series.summary.success = TRY(number_at(json, "/summary/success_count"));
    series.summary.error = TRY(number_at(json, "/summary/error_count"));
    series.summary.memories = TRY(number_at(json, "/summary/memory_count"));
    series.summary.searches = TRY(number_at(json, "/summary/search_count"));
    return series;
}

}  // namespace azen
