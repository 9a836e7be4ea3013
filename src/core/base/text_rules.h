#pragma once

#include <cstddef>
#include <string_view>

#include "core/base/result.h"

namespace azen {

/// How many characters (code points) UTF-8 text has, not bytes: what a person counts.
std::size_t count_characters(std::string_view text);

/// Whether a text is UTF-8 without what is obeyed instead of shown: see is_obeyed().
bool is_printable(std::string_view text);

/// ErrorKind::invalid unless `name` has 1 to `most` characters, is UTF-8 and holds nothing
/// that is obeyed instead of shown. `what` begins the message: "a key's name".
Result<void> check_name(std::string_view what, std::string_view name, std::size_t most);

}  // namespace azen
