#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/exit_status.h"

namespace azen::cli {

/// One run of azen, from the words typed (without the program's name) to the exit status. Finds
/// the row of the command table, parses, runs, and reports what failed. Never throws.
ExitStatus run_app(const std::vector<std::string>& typed, Context& context);

}  // namespace azen::cli
