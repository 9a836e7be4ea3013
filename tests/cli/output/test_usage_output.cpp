#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/usage_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

const Output as_json{.format = OutputFormat::json};
using Json = nlohmann::ordered_json;
using test::Console;
using test::contains;

UsageSeries sample()
{
    UsageSeries series;
    const auto first = day_of(test::FakeClock::default_start) - std::chrono::days{29};
    for (std::size_t index = 0; index < usage_days; ++index) {
        series.days.at(index).day = first + std::chrono::days{index};
    }
    series.days.back() = {
        .day = first + std::chrono::days{29}, .by_group = {5, 7}, .success = 11, .error = 1};
    series.summary = {.success = 11, .error = 1, .memories = 4, .searches = 7};
    return series;
}

void print(Console& console, const UsageReport& report, const Output& output)
{
    console.with_context([&](Context& context) {
        print_usage(context, report, output);
        return 0;
    });
}

}  // namespace

TEST_CASE("people get a line a day and a sum")
{
    Console console;

    print(console, usage_report(sample(), std::nullopt), {});

    CHECK(contains(console.out(), "DAY         CREATED  SEARCHED  OK  ERRORS\n"));
    CHECK(contains(console.out(), "2026-01-15  5        7         11  1\n"));
    CHECK(contains(console.out(), "2025-12-17  0        0         0   0\n"));
    CHECK(contains(console.out(), "total       5        7         11  1\n"));
}

TEST_CASE("the whole table is as agreed on")
{
    Console console;

    print(console, usage_report(sample(), std::nullopt), {});

    test::check_golden("tests/golden/text/usage.txt", console.out());
}

TEST_CASE("on a terminal there is a chart, unless a table was asked for")
{
    Console console;
    console.terminals.out = true;
    console.set("LANG", "C.UTF-8");
    const UsageReport report = usage_report(sample(), std::nullopt);

    print(console, report, {.format = OutputFormat::automatic});
    CHECK(contains(console.out(), "█"));
    print(console, report, {.format = OutputFormat::table});
    CHECK(contains(console.out(), "DAY "));
    console.set("LANG", "C");
    print(console, report, {.format = OutputFormat::automatic});
    CHECK(contains(console.out(), "#"));
    CHECK_FALSE(contains(console.out(), "█"));
}

TEST_CASE("elsewhere there is a table, unless a chart was asked for")
{
    Console console;
    const UsageReport report = usage_report(sample(), std::nullopt);

    print(console, report, {.format = OutputFormat::automatic});
    CHECK(contains(console.out(), "DAY "));
    print(console, report, {.format = OutputFormat::chart});
    CHECK(contains(console.out(), "requests: 12;"));
}

TEST_CASE("scripts get the days as rows, and single fields of the whole")
{
    Console console;
    const UsageReport report = usage_report(sample(), std::nullopt);

    print(console, report, {.format = OutputFormat::csv});
    CHECK(console.out().starts_with("day,memory_create,memory_search,success,error\n2025-12-17,0"));
    print(console, report, {.field = "summary.total_requests"});
    CHECK(console.out() == "12\n");
}

TEST_CASE("a report of all keys says so")
{
    Console console;

    print(console, usage_report(sample(), std::nullopt), as_json);

    const Json json = Json::parse(console.out());
    CHECK(json.at("apiKeyId").is_null());
    CHECK(json.at("summary").at("total_requests") == 12);
    CHECK(json.at("range").at("start") == "2025-12-17");
    CHECK(json.at("range").at("end") == "2026-01-15");
}

TEST_CASE("labels and sums that a server leaves out are empty, not an error")
{
    const Json days = std::vector<int>(30, 1);
    const Json body{
        {"series",
         {{"memory_create", days}, {"memory_search", days}, {"success", days}, {"error", days}}}};

    const Result<UsageReport> report = usage_report(body, std::nullopt);

    REQUIRE(report.has_value());
    CHECK(report->days.front().label.empty());
    CHECK(report->days.front().creates == 1);
    CHECK(report->summary.success == 0);
}

TEST_CASE("scripts get the wire's shape under a schema")
{
    Console console;

    print(console, usage_report(sample(), "the-key"), as_json);

    test::check_golden("tests/golden/json/usage.json", console.out());
}

TEST_CASE("what is printed for scripts is read back as the same report")
{
    Console console;
    print(console, usage_report(sample(), std::nullopt), as_json);
    const std::string first = console.out();

    const Result<UsageReport> read = usage_report(Json::parse(first), std::nullopt);

    REQUIRE(read.has_value());
    print(console, *read, as_json);
    CHECK(console.out() == first);
}

TEST_CASE("a report of another shape is refused")
{
    CHECK(usage_report(Json::object(), std::nullopt).error().kind == ErrorKind::internal);
    CHECK(usage_report(Json{{"series", {{"memory_create", {1, 2}}}}}, std::nullopt).error().kind ==
          ErrorKind::internal);
    CHECK(usage_report(Json{{"series", "x"}}, std::nullopt).error().kind == ErrorKind::internal);
}

}  // namespace azen::cli
