#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/context.h"
#include "core/base/result.h"

/// `azen help`: all that is written about azen, from the command table.
namespace azen::cli::help {

struct Options {
    std::vector<std::string> words;         // empty: the overview
    std::optional<std::string> manual;      // a manual page instead
    std::optional<std::string> completion;  // the completions of a shell instead
};

/// Words, page and shell may all be given; the page wins over the shell, and the shell over words.
Result<Options> parse(const Arguments& arguments);

/// ErrorKind::invalid when there is no such command or page.
/// Prints plain text, mdoc or a script, all of it results.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::help
