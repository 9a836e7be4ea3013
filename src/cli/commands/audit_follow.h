#pragma once

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::audit_follow {

/// `azen audit follow`: changes as they are made.
struct Options {
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// Looks once a second. Ends when its output can no longer be written.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::audit_follow
