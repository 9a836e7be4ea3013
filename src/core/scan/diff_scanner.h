#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "core/scan/text_scanner.h"

namespace azen {

/// Looks for secrets in the lines that a unified diff adds. The diff has no lines of context, and
/// its new files are named with the prefix "b/", as by `git diff -U0 --dst-prefix=b/`; it comes in
/// pieces, cut anywhere. For one diff, and one thread.
class DiffScanner {
public:
    /// `file` is the path of the new file; the place is that in it.
    using Sink = std::function<void(const std::string& file, const FoundSecret& found)>;

    explicit DiffScanner(Sink sink) : sink_{std::move(sink)} {}

    void feed(std::string_view piece);

    /// The diff ends here. Once, last.
    void finish();

    /// How many files it changes.
    std::size_t files() const { return files_; }

private:
    void read_line(std::string_view line);
    void read_header(std::string_view line);
    void scan_added(std::string_view text);

    Sink sink_;
    std::string unfinished_;
    std::string file_;
    std::size_t files_ = 0;
    std::size_t removed_left_ = 0;  // lines still to come in this hunk
    std::size_t added_left_ = 0;
    std::size_t line_ = 0;  // the number of the next added line
};

}  // namespace azen
