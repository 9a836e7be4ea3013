#pragma once

#include <cstdint>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::memory_search {

/// `azen memory search QUERY`: the memories that answer a query best.
struct Options {
    std::string query;
    std::int64_t top_k = 5;
    RemoteOptions remote;
};

Result<Options> parse(const Arguments& arguments);
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_search
