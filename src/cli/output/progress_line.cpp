#include "cli/output/progress_line.h"

#include <fmt/core.h>

#include <algorithm>

#include "cli/output/terminal_text.h"

namespace azen::cli {
namespace {

constexpr milliseconds between_drawings{100};
constexpr std::int64_t bar_width = 20;

// Back to the start of the line, and away with what is on it. Understood by every terminal that can
// move its cursor; one that cannot is not drawn on.
constexpr std::string_view wipe_line = "\r\x1b[K";

bool can_draw(const Context& context)
{
    return context.terminals.err && !context.manners.quiet &&
           context.environment.find("TERM").value_or("dumb") != "dumb";
}

}  // namespace

ProgressLine::ProgressLine(Context& context) : context_{context}, shown_{can_draw(context)} {}

ProgressLine::~ProgressLine()
{
    clear();
}

// A clock that was set back would otherwise stop the drawing.
void ProgressLine::show(std::string_view text)
{
    const Timestamp now = context_.clock.now();
    const bool too_soon = drawn_ && now >= drawn_at_ && now - drawn_at_ < between_drawings;
    if (!shown_ || too_soon) {
        return;
    }
    // The last column is left free: some terminals go on to the next line after it.
    context_.err << wipe_line << shortened(text, context_.terminals.columns - 1) << std::flush;
    drawn_ = true;
    drawn_at_ = now;
}

void ProgressLine::clear()
{
    if (drawn_) {
        context_.err << wipe_line << std::flush;
        drawn_ = false;
    }
}

std::string progress_bar(std::int64_t done, std::int64_t total)
{
    const std::int64_t bounded =
        std::clamp<std::int64_t>(done, 0, std::max<std::int64_t>(total, 0));
    const double share =
        total > 0 ? static_cast<double>(bounded) / static_cast<double>(total) : 1.0;
    const auto filled = static_cast<std::size_t>(share * bar_width);
    return fmt::format(
        "[{:<{}}] {:>3}%", std::string(filled, '#'), bar_width, static_cast<int>(share * 100));
}

}  // namespace azen::cli
