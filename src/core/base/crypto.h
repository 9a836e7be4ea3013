#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace azen {

using Digest = std::array<std::byte, 32>;

/// SHA-256 (FIPS 180-4). Thread-safe, and cheap enough for every request: the algorithm is looked
/// up once and each thread keeps a context.
Digest sha256(std::span<const std::byte> bytes);

/// Overwrites secret bytes; the compiler cannot leave it out as a dead store.
void wipe(std::span<std::byte> bytes);

/// The same for a string, over all its capacity: a short string that was moved from still holds its
/// characters. Leaves it empty.
void wipe(std::string& text);

/// Ends the process unless `succeeded`. For primitives that fail only when memory is exhausted or
/// OpenSSL is broken: going on would hand out wrong hashes or unsealed data. `what` names it.
void require_crypto(bool succeeded, const char* what);

}  // namespace azen
