#include "core/base/random.h"

#include <openssl/rand.h>

#include <algorithm>
#include <limits>

#include "core/base/crypto.h"

namespace azen {

void SystemRandom::fill(std::span<std::byte> bytes)
{
    // OpenSSL counts in int.
    constexpr std::size_t most_at_once = std::numeric_limits<int>::max();
    while (!bytes.empty()) {
        const std::size_t count = std::min(bytes.size(), most_at_once);
        auto* const start = reinterpret_cast<unsigned char*>(bytes.data());
        require_crypto(RAND_priv_bytes(start, static_cast<int>(count)) == 1, "random numbers");
        bytes = bytes.subspan(count);
    }
}

}  // namespace azen
