#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/base/crypto.h"

namespace azen {

/// HMAC with SHA-256 (RFC 2104). Thread-safe.
Digest hmac_sha256(std::span<const std::byte> key, std::string_view text);

/// HKDF with SHA-256 (RFC 5869), without salt: a key of its own for the purpose that `info` names.
/// `key` is uniformly random already. Thread-safe.
Digest hkdf_sha256(std::span<const std::byte> key, std::string_view info);

/// Whether two texts are the same, in a time that tells nothing about where they differ.
bool equal_in_constant_time(std::string_view one, std::string_view other);

}  // namespace azen
