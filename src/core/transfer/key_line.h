#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/transfer/portable_key.h"

/// Keys as lines of text: JSON, an object a line.
///
/// Constraints: a line has to say everything about a key and nothing about a secret but its hash;
/// lines can be filtered, sorted and joined by tools that know lines only, so each says of itself
/// which form it has; what is written and read again is the same to the last millisecond and count.
///
/// Hence every field is there in every line, null for nothing, with the names of the wire; a reader
/// refuses fields that it does not know instead of losing them. A later form gets a new number.
namespace azen::key_line {

inline constexpr std::string_view schema = "azen.exported-key/v1";

/// One line, without its line end. The inverse of parse().
std::string format(const PortableKey& portable);

/// ErrorKind::invalid, saying which field is wrong, for what has another form: other fields or
/// types, a rate limit or a bucket out of range, permissions that are none, a retiring secret
/// without an end. Whether a key may have such a name, quota or metadata is for whoever takes it in
/// to say (key_input.h).
Result<PortableKey> parse(std::string_view line);

}  // namespace azen::key_line
