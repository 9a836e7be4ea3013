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

Result<Options> parse(const Arguments& arguments);
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_list
