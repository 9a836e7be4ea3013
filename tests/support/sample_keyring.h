#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/memory/keyring.h"

namespace azen::test {

/// A master key that is all of one byte.
inline MasterKey sample_master_key(unsigned char value = 0)
{
    std::array<std::byte, 32> bytes{};
    bytes.fill(std::byte{value});
    return MasterKey{bytes};
}

inline std::vector<MasterKey> sample_master_keys(const std::vector<unsigned char>& values)
{
    std::vector<MasterKey> keys;
    for (const unsigned char value : values) {
        keys.push_back(sample_master_key(value));
    }
    return keys;
}

/// A keyring of such keys, newest first; reading again gives the same.
inline Keyring sample_keyring(RandomSource& random, const std::vector<unsigned char>& values = {0})
{
    return Keyring{
        sample_master_keys(values),
        [values]() -> Result<std::vector<MasterKey>> { return sample_master_keys(values); },
        random};
}

}  // namespace azen::test
