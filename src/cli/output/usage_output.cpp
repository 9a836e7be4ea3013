#include "cli/output/usage_output.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

#include "cli/output/record.h"
#include "cli/output/terminal_text.h"
#include "cli/output/text_table.h"
#include "cli/output/usage_chart.h"
#include "core/base/or_null.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;
using Day = UsageReport::Day;

Json column(const UsageReport& report, auto value_of)
{
    Json values = Json::array();
    for (const Day& day : report.days) {
        values.push_back(value_of(day));
    }
    return values;
}

// The wire's own names inside, so that one script reads both.
Json json_of(const UsageReport& report)
{
    const UsageSeries::Summary& sum = report.summary;
    return Json{
        {"apiKeyId", or_null(report.key_id)},
        {"range", {{"start", report.start}, {"end", report.end}}},
        {"labels", column(report, [](const Day& day) { return day.label; })},
        {"series",
         {{"memory_create", column(report, [](const Day& day) { return day.creates; })},
          {"memory_search", column(report, [](const Day& day) { return day.searches; })},
          {"total", column(report, [](const Day& day) { return day.success + day.error; })},
          {"success", column(report, [](const Day& day) { return day.success; })},
          {"error", column(report, [](const Day& day) { return day.error; })}}},
        {"summary",
         {{"total_requests", sum.success + sum.error},
          {"success_count", sum.success},
          {"error_count", sum.error},
          {"memory_count", sum.memories},
          {"search_count", sum.searches}}},
    };
}

// A server's numbers are foreign: whatever they are, sums of them must not overflow.
std::int64_t sensible(const Json& number)
{
    constexpr std::int64_t most = 1'000'000'000'000'000;
    return std::clamp<std::int64_t>(number.get<std::int64_t>(), 0, most);
}

// The thirty numbers of a series; anything else is nullopt.
std::optional<std::array<std::int64_t, usage_days>> numbers_at(const Json& body,
                                                               const Json::json_pointer& where)
{
    if (!body.contains(where) || body.at(where).size() != usage_days) {
        return std::nullopt;
    }
    std::array<std::int64_t, usage_days> numbers{};
    for (std::size_t index = 0; index < usage_days; ++index) {
        const Json& number = body.at(where).at(index);
        if (!number.is_number_integer()) {
            return std::nullopt;
        }
        numbers.at(index) = sensible(number);
    }
    return numbers;
}

// Labels and ranges are for show: missing ones stay empty.
std::string text_at(const Json& body, const char* where)
{
    const Json::json_pointer pointer{where};
    const bool there = body.contains(pointer) && body.at(pointer).is_string();
    return there ? body.at(pointer).get<std::string>() : std::string{};
}

// Sums are for show too: the days are what the table adds up itself.
std::int64_t number_at(const Json& body, const char* where)
{
    const Json::json_pointer pointer{where};
    const bool there = body.contains(pointer) && body.at(pointer).is_number_integer();
    return there ? sensible(body.at(pointer)) : 0;
}

Json days_json(const UsageReport& report)
{
    Json days = Json::array();
    for (const Day& day : report.days) {
        days.push_back({{"day", day.label},
                        {"memory_create", day.creates},
                        {"memory_search", day.searches},
                        {"success", day.success},
                        {"error", day.error}});
    }
    return days;
}

// A field is one of the whole report, where the sums are; rows are days.
void print_for_scripts(Context& context, const UsageReport& report, const Output& output)
{
    if (!output.field.empty()) {
        print_record(context, output, kind::usage, json_of(report));
        return;
    }
    print_listing(context,
                  output,
                  {.schema = kind::usage.schema,
                   .members = json_of(report),
                   .kind = kind::usage_day,
                   .records = days_json(report)});
}

// Numbers can be copied from a table; a chart is for eyes.
bool wants_chart(const Context& context, const Output& output)
{
    return output.format == OutputFormat::chart ||
           (output.format == OutputFormat::automatic && context.terminals.out);
}

std::vector<std::string> cells_of(const Day& day)
{
    return {day.label,
            std::to_string(day.creates),
            std::to_string(day.searches),
            std::to_string(day.success),
            std::to_string(day.error)};
}

}  // namespace

// A local count and a server's meet here, and are printed by the same code.
UsageReport usage_report(const UsageSeries& series, std::optional<std::string> key_id)
{
    UsageReport report{.key_id = std::move(key_id),
                       .start = format_date(series.days.front().day),
                       .end = format_date(series.days.back().day),
                       .summary = series.summary};
    for (std::size_t index = 0; index < usage_days; ++index) {
        const UsageSeries::Day& day = series.days.at(index);
        const auto count_of = [&day](UsageGroup group) {
            return day.by_group.at(static_cast<std::size_t>(group));
        };
        report.days.at(index) = {.label = format_date(day.day),
                                 .creates = count_of(UsageGroup::memory_create),
                                 .searches = count_of(UsageGroup::memory_search),
                                 .success = day.success,
                                 .error = day.error};
    }
    return report;
}

Result<UsageReport> usage_report(const Json& body, std::optional<std::string> key_id)
{
    using Pointer = Json::json_pointer;
    const auto creates = numbers_at(body, Pointer{"/series/memory_create"});
    const auto searches = numbers_at(body, Pointer{"/series/memory_search"});
    const auto success = numbers_at(body, Pointer{"/series/success"});
    const auto error = numbers_at(body, Pointer{"/series/error"});
    if (!creates || !searches || !success || !error) {
        return fail(ErrorKind::internal, "the server's usage report is not of the agreed shape");
    }
    UsageReport report{.key_id = std::move(key_id),
                       .start = text_at(body, "/range/start"),
                       .end = text_at(body, "/range/end"),
                       .summary = {.success = number_at(body, "/summary/success_count"),
                                   .error = number_at(body, "/summary/error_count"),
                                   .memories = number_at(body, "/summary/memory_count"),
                                   .searches = number_at(body, "/summary/search_count")}};
    for (std::size_t index = 0; index < usage_days; ++index) {
        report.days.at(index) = {
            .label = text_at(body, ("/labels/" + std::to_string(index)).c_str()),
            .creates = creates->at(index),
            .searches = searches->at(index),
            .success = success->at(index),
            .error = error->at(index)};
    }
    return report;
}

// The report is whole whatever the server sends, so what is not in it is a mistake.
Result<void> check_usage_field(const UsageReport& report, const Output& output)
{
    std::string path = "/" + output.field;
    std::ranges::replace(path, '.', '/');
    const bool is_pointer = path.find('~') == std::string::npos;  // which would be an escape in it
    if (output.field.empty() ||
        (is_pointer && json_of(report).contains(Json::json_pointer{path}))) {
        return {};
    }
    return fail(ErrorKind::invalid,
                fmt::format("there is no field '{}' in a usage report", output.field),
                "`--output json` shows all that there are");
}

// All thirty days, also the empty ones: a gap would be read as missing data.
void print_usage(Context& context, const UsageReport& report, const Output& output)
{
    if (!output.is_for_people()) {
        print_for_scripts(context, report, output);
        return;
    }
    if (wants_chart(context, output)) {
        const bool unicode = context.environment.is_utf8_locale();
        context.out << printable_lines(usage_chart(
            report, unicode ? Glyphs::unicode : Glyphs::ascii, context.terminals.columns));
        return;
    }
    TextTable table{{"DAY", "CREATED", "SEARCHED", "OK", "ERRORS"}};
    Day sum{.label = "total"};
    for (const Day& day : report.days) {
        table.add(cells_of(day));
        sum.creates += day.creates;
        sum.searches += day.searches;
        sum.success += day.success;
        sum.error += day.error;
    }
    table.add(cells_of(sum));
    table.print(context.out);
}

}  // namespace azen::cli
