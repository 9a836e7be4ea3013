#pragma once

#include <cstddef>
#include <span>

namespace azen {

/// Where randomness comes from: secrets, ids, initialisation vectors. Passed in, so that tests can
/// fix it. Thread-safe.
class RandomSource {
public:
    virtual ~RandomSource() = default;

    /// Fills `bytes`. Does not fail: an implementation that cannot provide randomness ends the
    /// process rather than hand out predictable secrets.
    virtual void fill(std::span<std::byte> bytes) = 0;
};

/// The operating system's generator through OpenSSL's private pool (RAND_priv_bytes).
class SystemRandom final : public RandomSource {
public:
    void fill(std::span<std::byte> bytes) override;
};

}  // namespace azen
