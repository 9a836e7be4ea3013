#pragma once

#include "cli/arguments.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"
#include "core/key/dead_key.h"

namespace azen::cli::keys_prune {

/// `azen keys prune`: removes keys that are past use, for good.
struct Options {
    DeathPolicy policy;
    Confirmed confirmed = Confirmed::no;
    KeysOptions where;
};

/// ErrorKind::invalid when no kind of dead key is named, and for what is no length of time.
Result<Options> parse(const Arguments& arguments);

/// Lists the keys, asks, then removes them with their secrets and their own usage; what they did
/// stays in their organizations' usage. A key that was changed since it was listed stays unless it
/// is dead still. With nothing to remove nothing is asked.
/// Prints the keys that were removed (with --dry-run: that would be), or schema
/// azen.pruned-keys/v1. ErrorKind::declined when it was not confirmed: then none is removed.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_prune
