#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"

namespace azen::cli::profile_show {

/// `azen profile show [NAME]`: one profile, and whether its key is there and kept well.
struct Options {
    std::optional<std::string> name;  // nullopt: the one in use
    Output output{};
};

/// Cannot fail.
Result<Options> parse(const Arguments& arguments);

/// ErrorKind::not_found when there is no such profile, and when none is in use. No server is asked.
/// Prints a field a line, or an object of schema azen.profile/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::profile_show
