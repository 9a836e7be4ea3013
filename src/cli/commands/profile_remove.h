#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/effect.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"

namespace azen::cli::profile_remove {

/// `azen profile remove NAME`: takes a profile out of the configuration.
struct Options {
    std::string name;
    Confirmed confirmed = Confirmed::no;
    Output output{};
    Effect effect = Effect::real;
};

/// Cannot fail once the profile is named.
Result<Options> parse(const Arguments& arguments);

/// The key goes with it when azen keeps it (`azen profile add --key-stdin`); a file of the user's
/// own stays. ErrorKind::not_found when there is no such profile, ErrorKind::declined when it was
/// not confirmed.
/// Prints what is true now, or the profile that was, under schema azen.profile/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::profile_remove
