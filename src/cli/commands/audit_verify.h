#pragma once

#include <optional>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/audit/audit_chain.h"
#include "core/base/result.h"

namespace azen::cli::audit_verify {

/// `azen audit verify`: whether the audit trail is what it was.
struct Options {
    std::optional<audit_chain::ChainEnd> anchor;
    LocalOptions local;
};

/// ErrorKind::invalid for an --anchor that is not a sequence, a colon and a hash.
Result<Options> parse(const Arguments& arguments);

/// Prints where the trail ends, or which row is wrong; ExitStatus::negative for the latter.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::audit_verify
