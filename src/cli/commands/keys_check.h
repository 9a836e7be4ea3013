#pragma once

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"
#include "core/key/key_check.h"

namespace azen::cli::keys_check {

/// `azen keys check`: looks for keys that break a policy, as a gate in CI.
struct Options {
    KeyPolicy policy;
    KeysOptions where;
};

/// ErrorKind::invalid when nothing is to be looked for, and for what is no length of time.
Result<Options> parse(const Arguments& arguments);

/// ExitStatus::negative when any key breaks the policy.
/// Prints a line for each finding, or schema azen.key-check/v1, or SARIF.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_check
