#pragma once

#include <optional>

#include "cli/arguments.h"
#include "cli/config/configuration.h"
#include "cli/context.h"
#include "cli/effect.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"

namespace azen::cli::profile_add {

/// `azen profile add NAME`: writes a server, a store and where the key is down under a name.
struct Options {
    Profile profile;
    bool key_from_stdin = false;  // the key itself, to be kept beside the configuration
    bool replace = false;
    Output output{};
    Effect effect = Effect::real;
};

/// ErrorKind::invalid for a name or a base URL that cannot be one, for more than one key, and for a
/// profile that says nothing. Paths are made absolute: the file is read from anywhere.
Result<Options> parse(const Arguments& arguments);

/// The first profile becomes the one in use. A key that is given is kept in a file of mode 0600; it
/// is not tried, and no server is asked.
/// ErrorKind::conflict when there is a profile of that name and it is not to be replaced. Prints
/// what is true now, or the profile under schema azen.profile/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::profile_add
