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

/// ErrorKind::invalid for an empty query, one that is not UTF-8, and a number outside 1 to 50: what
/// the server would refuse after having charged for it.
Result<Options> parse(const Arguments& arguments);

/// Prints the memories, best first; none found is no error.
/// As a table, or as an object of schema azen.memory-search/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_search
