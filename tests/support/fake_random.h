#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

#include "core/base/guarded.h"
#include "core/base/random.h"

namespace azen::test {

/// The same bytes for the same seed, on every machine; never the same bytes twice in a row.
/// Thread-safe.
class FakeRandom final : public RandomSource {
public:
    explicit FakeRandom(std::uint64_t seed = 1) : engine_{seed} {}

    void fill(std::span<std::byte> bytes) override
    {
        const auto engine = engine_.lock();
        for (std::byte& byte : bytes) {
            byte = static_cast<std::byte>((*engine)() >> 56U);
        }
    }

private:
    Guarded<std::mt19937_64> engine_;
};

/// Fills with one byte, for tests against fixed vectors. Thread-safe.
class ConstantRandom final : public RandomSource {
public:
    explicit ConstantRandom(std::byte value) : value_{value} {}

    void fill(std::span<std::byte> bytes) override
    {
        for (std::byte& byte : bytes) {
            byte = value_;
        }
    }

private:
    std::byte value_;
};

}  // namespace azen::test
