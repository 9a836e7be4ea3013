#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::usage {

/// `azen usage`: what the organization's keys did on each of the last 30 days.
struct Options {
    std::optional<std::string> key_id;  // of one key only
    RemoteOptions remote;
};

/// The id is passed on as it is: keys that were imported keep ids of other forms.
Result<Options> parse(const Arguments& arguments);

/// A key of another organization, or of none, has a report full of zeros.
/// Prints a table, or an object of schema azen.usage/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::usage
