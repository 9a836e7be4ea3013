#pragma once

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::memory_export {

/// `azen memory export`: all memories of the organization, on standard output.
struct Options {
    RemoteOptions remote;
};

/// ErrorKind::invalid for what no command that speaks to a server takes.
Result<Options> parse(const Arguments& arguments);

/// Holds a page at a time. ExitStatus::interrupted after Ctrl-C; what was printed then are whole
/// records, but not all of them.
/// Prints objects of schema azen.memory/v1, a line each, as `azen memory import` reads them; or the
/// same memories as CSV, or in one object of schema azen.memories/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_export
