#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/random.h"
#include "core/base/result.h"

namespace azen {

/// SHA-256 of a whole secret, prefix included: all that is ever stored of it.
using SecretHash = std::array<std::byte, 32>;

/// A secret in clear. Move-only, wiped when destroyed, printed only by whoever asks for reveal().
class Secret {
public:
    explicit Secret(std::string text);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    std::string_view reveal() const { return text_; }

private:
    std::string text_;
};

/// Who made a secret, as far as its form tells.
enum class SecretForm : unsigned char {
    checksummed,  // azen: prefix, body and checksum
    hosted,       // the hosted service
};

/// The key format.
///
///   secret   = prefix body checksum
///   prefix   = 1*32 of [A-Za-z0-9_-]                       "az_" unless chosen otherwise
///   body     = 43 base62 digits                            256 random bits, big-endian
///   checksum = 6 base62 digits                             CRC-32 of prefix and body
///
/// The checksum tells a typing error or a cut-off paste from a secret without a look into the
/// store; it proves nothing about who issued it. Secrets of the hosted service, "az_" and 64
/// letters, carry none and are well-formed too.
namespace key_secret {

inline constexpr std::string_view default_prefix = "az_";
inline constexpr std::size_t max_prefix_length = 32;
inline constexpr std::size_t body_length = 43;
inline constexpr std::size_t checksum_length = 6;
inline constexpr std::size_t hosted_length = 67;

/// ErrorKind::invalid unless `prefix` is one the format allows.
Result<void> check_prefix(std::string_view prefix);

/// A fresh secret. Precondition: check_prefix(prefix).
Secret make(std::string_view prefix, RandomSource& random);

/// The form of `text`; nullopt when it has neither.
std::optional<SecretForm> form_of(std::string_view text);

/// Whether `text` is a secret by its form alone.
bool is_well_formed(std::string_view text);

/// Whether `text` looks enough like a secret to be kept off command lines and out of messages:
/// well-formed, or with the default prefix and 20 or more letters and digits anywhere in it.
bool looks_like_secret(std::string_view text);

/// The first characters of a secret, for people: the prefix and four more. Precondition:
/// `secret` starts with `prefix` and is well-formed.
std::string start_of(std::string_view secret, std::string_view prefix);

/// The prefix of a well-formed secret.
std::string_view prefix_of(std::string_view secret);

/// SHA-256 of `secret`.
SecretHash hash(std::string_view secret);

}  // namespace key_secret

/// The wire and column form of a hash, as Better Auth stores it: 43 base64url characters.
std::string format_hash(const SecretHash& hash);

}  // namespace azen
