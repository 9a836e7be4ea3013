#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

/// `azen complete keys` and `azen complete profiles`: what shells offer where one is named.
namespace azen::cli::complete {

struct Options {
    std::string what;
    LocalOptions local;
};

/// Cannot fail: what it does not know, it has nothing to offer for.
Result<Options> parse(const Arguments& arguments);

/// Never fails and never says why: a completion that prints errors spoils the line being typed.
/// Waits for nobody, and makes no store.
/// Prints names that a shell can take as they are; keys with other names are given by their ids.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::complete
