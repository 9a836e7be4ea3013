#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/effect.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"

namespace azen::cli::profile_use {

/// `azen profile use NAME`: what commands work with when nothing else names a profile.
struct Options {
    std::string name;
    Output output{};
    Effect effect = Effect::real;
};

/// Cannot fail once the profile is named.
Result<Options> parse(const Arguments& arguments);

/// ErrorKind::not_found when there is no such profile. A variable that overrules it is told of.
/// Prints what is true now, or the profile under schema azen.profile/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::profile_use
