#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::memory_get {

/// `azen memory get ID`: one memory, whole.
struct Options {
    std::string id;  // a UUID
    RemoteOptions remote;
};

/// ErrorKind::invalid for an id that is no UUID: the server would charge for refusing it.
Result<Options> parse(const Arguments& arguments);

/// ErrorKind::not_found when the key's organization has no such memory, whoever else has.
/// Prints the text alone, or an object of schema azen.memory/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_get
