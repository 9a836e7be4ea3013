#include <limits>

#include <doctest/doctest.h>

#include "cli/output/terminal_text.h"
#include "cli/output/usage_chart.h"
#include "cli/support/golden.h"
#include "support/text.h"

namespace azen::cli {
namespace {

// A month that begins with nothing and grows.
UsageReport sample()
{
    UsageReport report{
        .start = "2025-12-17",
        .end = "2026-01-15",
        .summary = {.success = 1'340, .error = 12, .memories = 402, .searches = 938}};
    for (std::size_t index = 0; index < usage_days; ++index) {
        const auto count = static_cast<std::int64_t>(index * index);
        report.days.at(index) = {.success = count, .error = index == 20 ? 12 : 0};
    }
    return report;
}

}  // namespace

TEST_CASE("thirty days are drawn as agreed on, in both alphabets")
{
    test::check_golden("tests/golden/text/usage-chart.txt",
                       usage_chart(sample(), Glyphs::unicode, 80));
    test::check_golden("tests/golden/text/usage-chart-ascii.txt",
                       usage_chart(sample(), Glyphs::ascii, 80));
}

TEST_CASE("no line is wider than the terminal, nor ends in spaces")
{
    for (const std::size_t width : {48U, 60U, 66U, 80U, 200U}) {
        for (const std::string& line :
             test::lines_of(usage_chart(sample(), Glyphs::unicode, width))) {
            CAPTURE(width);
            CHECK((display_width(line) <= width || line.starts_with("requests: ")));
            CHECK_FALSE(line.ends_with(' '));
        }
    }
}

TEST_CASE("a chart without use is empty, and has a scale all the same")
{
    const std::string chart = usage_chart({.start = "a", .end = "b"}, Glyphs::ascii, 80);

    CHECK(chart.find('#') == std::string::npos);
    CHECK(test::lines_of(chart)[2] == "2 |");
    CHECK(chart.find("requests: 0;") != std::string::npos);
}

TEST_CASE("a single request is seen beside a million")
{
    UsageReport report;
    report.days.front().error = 1;
    report.days.back().success = 1'000'000;

    CHECK(usage_chart(report, Glyphs::unicode, 80).find("▁") != std::string::npos);
    CHECK(usage_chart(report, Glyphs::ascii, 80).find("| #") == std::string::npos);
}

TEST_CASE("the scale is a round number that no day is above")
{
    const auto top_of = [](std::int64_t most) {
        UsageReport report;
        report.days.back().success = most;
        const std::string line = test::lines_of(usage_chart(report, Glyphs::ascii, 80))[2];
        return line.substr(0, line.find(' '));
    };

    CHECK(top_of(1) == "2");
    CHECK(top_of(3) == "4");
    CHECK(top_of(9) == "10");
    CHECK(top_of(11) == "20");
    CHECK(top_of(841) == "1000");
    CHECK(top_of(601) == "800");
}

TEST_CASE("numbers that no server can mean are drawn all the same")
{
    UsageReport report;
    report.days.front().success = std::numeric_limits<std::int64_t>::max();
    report.days.front().error = std::numeric_limits<std::int64_t>::max();
    report.days.back().success = -5;

    CHECK_FALSE(usage_chart(report, Glyphs::unicode, 80).empty());
}

}  // namespace azen::cli
