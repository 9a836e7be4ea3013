#pragma once

#include <optional>
#include <string_view>

#include "core/key/key_secret.h"

namespace azen {

/// The inverse of format_hash(); nullopt for what is none.
std::optional<SecretHash> parse_hash(std::string_view text);

/// SHA-256 of a hash. Names a secret to whom the hash itself, which would import it elsewhere, is
/// not told.
SecretHash fingerprint(const SecretHash& hash);

}  // namespace azen
