#pragma once

#include <string>
#include <string_view>

#include "cli/config/configuration.h"
#include "core/base/result.h"

/// Changes to the text of a configuration file that leave all else in it as it was, comments
/// included. Each result has been read again and says what was meant; where that cannot be had (a
/// file laid out in an unusual way), it is ErrorKind::conflict.
///
/// Precondition for all: `text` is a valid configuration.
namespace azen::cli {

/// Adds a profile, in place of one of its name if there is one.
Result<std::string> with_profile(std::string_view text, const Profile& profile);

/// Removes a profile, also as the one in use. Without one of that name, `text` is the result.
Result<std::string> without_profile(std::string_view text, std::string_view name);

/// Makes `name` the profile in use.
Result<std::string> with_used_profile(std::string_view text, std::string_view name);

}  // namespace azen::cli
