#pragma once

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"

namespace azen::cli::version_command {

/// `azen version`, and `azen --version`.
struct Options {
    Output output{};
};

/// Cannot fail.
Result<Options> parse(const Arguments& arguments);

/// Touches nothing: neither store nor network nor configuration.
/// Prints one line, or an object of schema azen.version/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::version_command
