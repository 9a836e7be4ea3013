#pragma once

#include <string_view>

#include "cli/context.h"
#include "core/base/result.h"

namespace azen::cli {

/// Whether --yes was given.
enum class Confirmed { no, yes };

/// Asks `question` (without its question mark's choices) and reads the answer. Done without asking
/// when it is confirmed already. ErrorKind::declined when the answer is not yes, and when there is
/// no terminal to ask at or --no-input was given.
Result<void> confirm(Context& context, std::string_view question, Confirmed confirmed);

}  // namespace azen::cli
