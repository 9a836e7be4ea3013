#pragma once

#include <cstdint>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::memory_list {

/// `azen memory list`: the organization's memories, newest first, a page at a time.
struct Options {
    std::int64_t page = 1;
    std::int64_t per = 20;
    RemoteOptions remote;
};

/// ErrorKind::invalid for a page below 1, and for less than 1 or more than 100 memories on one.
Result<Options> parse(const Arguments& arguments);

/// A page behind the last one is empty, which is no error.
/// Prints a table, or an object of schema azen.memories/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_list
