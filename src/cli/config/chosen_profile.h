#pragma once

#include <optional>

#include "cli/arguments.h"
#include "cli/config/configuration.h"
#include "cli/environment.h"
#include "core/base/result.h"

namespace azen::cli {

/// The profile that a command works with: the one that --profile or AZEN_PROFILE names, else the
/// one that the configuration has in use, else none. Its paths are resolved.
///
/// ErrorKind::not_found when there is no such profile. Without anything that names one, a
/// configuration that has no place to be is no error; one that cannot be read always is.
Result<std::optional<Profile>> choose_profile(const Arguments& arguments,
                                              const Environment& environment);

}  // namespace azen::cli
