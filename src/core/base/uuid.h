#pragma once

#include <string>
#include <string_view>

#include "core/base/random.h"

namespace azen {

/// A version 4 UUID (RFC 9562) in its lower-case, 36-character form: 122 random bits, so that
/// making the same one twice needs no guarding against.
std::string make_uuid(RandomSource& random);

/// Whether `text` has the 8-4-4-4-12 hexadecimal form, in either case, of any version.
bool is_uuid(std::string_view text);

}  // namespace azen
