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

Result<Options> parse(const Arguments& arguments);
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_get
