#pragma once

#include <string>
#include <string_view>

#include "cli/context.h"
#include "core/base/clock.h"

namespace azen::cli {

/// A line on the error stream that is written over again and again, so that a person sees how far a
/// long command has come. Not with --quiet, and only where the error stream is a terminal. One at a
/// time; wiped away when destroyed. `context` outlives it.
class ProgressLine {
public:
    explicit ProgressLine(Context& context);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// Whether anybody sees it; what costs something to tell need not be worked out otherwise.
    bool is_shown() const { return shown_; }

    /// Shows `text`, made safe and cut to the terminal's width, in place of what was shown before;
    /// at most ten times a second.
    void show(std::string_view text);

    /// Takes the line away, so that something else can be said; the next show() brings it back.
    void clear();

private:
    Context& context_;
    bool shown_ = false;
    bool drawn_ = false;
    Timestamp drawn_at_{};
};

/// "[#########           ]  45%": `done` of `total`, which may be 0 for nothing to do.
std::string progress_bar(std::int64_t done, std::int64_t total);

}  // namespace azen::cli
