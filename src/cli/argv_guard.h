#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace azen::cli {

/// Whether a key stands anywhere in `text`, also amid other words.
bool contains_secret(std::string_view text);

/// ErrorKind::invalid when any argument contains a key: command lines are seen by every user of
/// the machine and end up in histories and logs. The error quotes nothing of it.
Result<void> refuse_secrets(std::span<const std::string> typed);

}  // namespace azen::cli
