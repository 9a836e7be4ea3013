#include "cli/output/usage_chart.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace azen::cli {
namespace {

// Lines of the plot: enough to tell days apart, few enough to leave the screen to other things.
constexpr std::int64_t height = 8;
constexpr std::int64_t steps = 8;  // that a column grows by within a line

// What the parts of the plot look like.
struct Style {
    std::array<std::string_view, steps> blocks;  // one step high, two, …, a whole line
    std::string_view axis;                       // between labels and plot
    std::string_view corner;                     // where the axes meet
    std::string_view base;                       // below the columns
};

constexpr Style unicode_style{{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}, "│", "└", "─"};
// Seven-bit characters have no fractions: a started line is a whole one.
constexpr Style ascii_style{{"#", "#", "#", "#", "#", "#", "#", "#"}, "|", "+", "-"};

// A server's numbers are foreign: what cannot be drawn must not overflow either.
constexpr std::int64_t most_drawn = 1'000'000'000'000'000;

std::int64_t total_of(const UsageReport::Day& day)
{
    return std::clamp<std::int64_t>(day.success, 0, most_drawn) +
           std::clamp<std::int64_t>(day.error, 0, most_drawn);
}

// The least even number with one digit and zeros that no day is above: it has a half to label too.
std::int64_t scale_for(const UsageReport& report)
{
    std::int64_t most = 2;
    for (const UsageReport::Day& day : report.days) {
        most = std::max(most, total_of(day));
    }
    std::int64_t magnitude = 1;
    while (most > 10 * magnitude) {
        magnitude *= 10;
    }
    const std::int64_t digit = (most + magnitude - 1) / magnitude;
    return (digit + digit % 2) * magnitude;
}

// How much of line `line` (0 is the lowest) a day fills. Rounded up, so that no use goes unseen.
std::string_view cell(std::int64_t count, std::int64_t scale, std::int64_t line, const Style& style)
{
    const std::int64_t level = ((count * height * steps) + scale - 1) / scale;
    const std::int64_t here = std::clamp(level - (line * steps), std::int64_t{0}, steps);
    return here == 0 ? " " : style.blocks.at(static_cast<std::size_t>(here - 1));
}

// The scale stands beside the highest line and its half beside the middle.
std::string label_for(std::int64_t line, std::int64_t scale)
{
    if (line == height - 1) {
        return std::to_string(scale);
    }
    return line == height / 2 - 1 ? std::to_string(scale / 2) : std::string{};
}

std::string without_spaces_at_end(std::string line)
{
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    for (std::size_t index = 0; index < times; ++index) {
        out += text;
    }
    return out;
}

// The first day below the first column, the last one ending with the last.
std::string date_line(const UsageReport& report, std::size_t plot_width)
{
    const std::size_t used = report.start.size() + report.end.size();
    const std::size_t gap = plot_width > used ? plot_width - used : 1;
    return report.start + std::string(gap, ' ') + report.end;
}

std::string sum_line(const UsageSeries::Summary& sum)
{
    return fmt::format("requests: {}; created: {}, searched: {}; ok: {}, errors: {}\n",
                       sum.success + sum.error,
                       sum.memories,
                       sum.searches,
                       sum.success,
                       sum.error);
}

}  // namespace

// From the top line down, as it will be read.
std::string usage_chart(const UsageReport& report, Glyphs glyphs, std::size_t width)
{
    const Style& style = glyphs == Glyphs::unicode ? unicode_style : ascii_style;
    const std::int64_t scale = scale_for(report);
    const std::size_t margin = std::to_string(scale).size();
    // With a gap between the columns where there is room for it.
    const std::size_t column = width >= margin + 2 + 2 * usage_days ? 2 : 1;
    const std::size_t plot_width = column * usage_days;
    std::string out = "requests a day (UTC)\n\n";
    for (std::int64_t line = height - 1; line >= 0; --line) {
        std::string text = fmt::format("{:>{}} {}", label_for(line, scale), margin, style.axis);
        for (const UsageReport::Day& day : report.days) {
            text += cell(total_of(day), scale, line, style);
            text += std::string(column - 1, ' ');
        }
        out += without_spaces_at_end(std::move(text)) + '\n';
    }
    out += fmt::format("{:>{}} {}{}\n", 0, margin, style.corner, repeated(style.base, plot_width));
    out += std::string(margin + 2, ' ') + date_line(report, plot_width) + "\n\n";
    return out + sum_line(report.summary);
}

}  // namespace azen::cli
