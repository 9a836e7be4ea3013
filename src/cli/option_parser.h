#pragma once

#include <span>
#include <string>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "core/base/result.h"

namespace azen::cli {

/// Reads what follows a command's words against its row. Options may stand anywhere, as `--name
/// VALUE`, `--name=VALUE` or `-nVALUE`; after `--` everything is positional. An option that was
/// not given takes its value from its environment variable.
///
/// Everything unknown, missing, repeated or outside an option's choices is ErrorKind::invalid,
/// with a suggestion where there is one. `--help` is not seen here: the dispatcher takes it first.
Result<Arguments> parse_arguments(const Command& command,
                                  std::span<const std::string> typed,
                                  const Environment& environment,
                                  Timestamp now);

}  // namespace azen::cli
