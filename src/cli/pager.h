#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/child_process.h"
#include "cli/environment.h"
#include "core/base/unique_fd.h"

namespace azen::cli {

/// The program that shows long output a screen at a time: $AZEN_PAGER, else $PAGER, else less.
/// Empty when none is wanted, which is said by `cat`.
std::vector<std::string> pager_words(const Environment& environment);

/// While it lives, what this process writes to standard output, and to standard error if that is a
/// terminal, is shown by the pager, and Ctrl-C is the pager's to handle. Owns both streams: one at
/// a time in a process. Flush std::cout before it goes; it then waits until the reader has had
/// enough.
class Pager {
public:
    /// nullptr when none is wanted, or none can be started: output then goes where it always does.
    static std::unique_ptr<Pager> start(const Environment& environment);
    ~Pager();
    Pager(const Pager&) = delete;
    Pager& operator=(const Pager&) = delete;

private:
    explicit Pager(ChildProcess child);

    ChildProcess child_;
    UniqueFd output_;  // what standard output was
    UniqueFd errors_;  // what standard error was; none: it was left alone
};

}  // namespace azen::cli
