#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"

namespace azen::cli::keys_usage {

/// `azen keys usage KEY`: what a key did on each of the last 30 days.
struct Options {
    std::string reference;
    KeysOptions where;
};

/// Whatever is given is taken as a reference; whether there is such a key shows when it runs.
Result<Options> parse(const Arguments& arguments);

/// Days without requests are printed too: thirty lines, always.
/// Prints a table, or an object of schema azen.usage/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_usage
