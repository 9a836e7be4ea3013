#pragma once

#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::memory_get {

/// `azen memory get ID...`: memories, whole.
struct Options {
    std::vector<std::string> ids;  // UUIDs, one at least
    RemoteOptions remote;
};

/// ErrorKind::invalid for an id that is no UUID: the server would charge for refusing it.
Result<Options> parse(const Arguments& arguments);

/// A single memory that the key's organization has not, whoever else has, is ErrorKind::not_found;
/// of several, it is told of: ExitStatus::partial.
/// Prints the texts alone; of one memory an object of schema azen.memory/v1, of several one of
/// azen.memories/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_get
