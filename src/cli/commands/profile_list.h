#pragma once

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"

namespace azen::cli::profile_list {

/// `azen profile list`: the profiles, by name, with what is the matter with their keys.
struct Options {
    Output output{};
};

/// Cannot fail.
Result<Options> parse(const Arguments& arguments);

/// No configuration yet is a list without profiles. No server is asked.
/// Prints a table, or an object of schema azen.profiles/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::profile_list
