#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace azen::cli {

/// Runs the program `words`, found in PATH, and hands `sink` what it prints, in pieces cut
/// anywhere. It reads nothing, and what it says on its error stream is not shown. Gives its exit
/// status, or 128 and the number of the signal that ended it. ErrorKind::not_found when it cannot
/// be run.
Result<int> read_program(const std::vector<std::string>& words,
                         const std::function<void(std::string_view)>& sink);

}  // namespace azen::cli
