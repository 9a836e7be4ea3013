#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"

namespace azen {

/// The 256-bit key that everything at rest is encrypted under. Move-only; wiped when destroyed.
class MasterKey {
public:
    explicit MasterKey(std::span<const std::byte, 32> bytes);
    MasterKey(MasterKey&& other) noexcept;
    MasterKey& operator=(MasterKey&& other) noexcept;
    MasterKey(const MasterKey&) = delete;
    MasterKey& operator=(const MasterKey&) = delete;
    ~MasterKey();

    /// Valid as long as this. Whoever copies them wipes the copy.
    std::span<const std::byte, 32> bytes() const { return bytes_; }

private:
    std::array<std::byte, 32> bytes_{};
};

/// A memory as it lies on the disk. IV and tag travel with the text, 28 bytes more than it has.
struct Sealed {
    std::string key_id;              // which master key: 16 hex digits
    std::vector<std::byte> payload;  // 12-byte IV, ciphertext, 16-byte tag
};

/// Authenticated encryption of small records: AES-256-GCM, NIST SP 800-38D, random 96-bit IVs,
/// under a key that HKDF-SHA-256 (RFC 5869) derives from the master key. Random IVs allow 2^32
/// records under one master key. Thread-safe; `random` must outlive it.
class Cipher {
public:
    /// Derives its keys; `key` may go afterwards.
    Cipher(const MasterKey& key, RandomSource& random);
    ~Cipher();
    Cipher(const Cipher&) = delete;
    Cipher& operator=(const Cipher&) = delete;

    /// The first 16 hex digits of a hash of the master key: names it, gives nothing of it away.
    const std::string& key_id() const { return key_id_; }

    /// `associated` is authenticated but not stored: open() must be given the same. Precondition:
    /// both are shorter than 2 GiB.
    Sealed seal(std::string_view plaintext, std::string_view associated) const;

    /// ErrorKind::store when the payload was made under another master key, cut, changed, or
    /// belongs to other associated data.
    Result<std::string> open(const Sealed& sealed, std::string_view associated) const;

    /// HMAC-SHA-256 (RFC 2104) under a second derived key: makes `text` comparable without storing
    /// it. Equal texts have equal fingerprints, so put in what must not be compared across.
    std::vector<std::byte> fingerprint(std::string_view text) const;

private:
    std::array<std::byte, 32> encryption_key_{};
    std::array<std::byte, 32> fingerprint_key_{};
    std::string key_id_;
    RandomSource& random_;
};

}  // namespace azen
