#pragma once

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::audit_export {

/// `azen audit export`: the whole audit trail.
struct Options {
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// Objects of schema azen.audit-entry/v1, a line each, oldest first. Holds a thousand at a time.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::audit_export
