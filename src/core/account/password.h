#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/random.h"
#include "core/base/result.h"

namespace azen {

/// What a guess at a password costs (scrypt, RFC 7914): 2^log_n * block * 128 bytes of memory, gone
/// through `parallel` times. The default is 32 MiB and a fifth of a second on a slow machine. It is
/// kept with each password, so that it can be raised at any time: see is_outdated().
struct PasswordCost {
    std::uint32_t log_n = 15;    // 1 to 20
    std::uint32_t block = 8;     // 1 to 32
    std::uint32_t parallel = 3;  // 1 to 16

    bool operator==(const PasswordCost&) const = default;
};

/// Passwords, of which only salted hashes are kept:
///
///   stored = "scrypt" "$" log_n "$" block "$" parallel "$" salt "$" key
///   salt   = base64url of 16 random bytes
///   key    = base64url of 32 bytes
///
/// Slow on purpose: call hash() and matches() outside transactions, and never on an I/O thread.
/// Thread-safe.
namespace password {

inline constexpr std::size_t min_characters = 8;
inline constexpr std::size_t max_characters = 128;

/// ErrorKind::invalid unless it has as many characters as it should. Never quotes it.
Result<void> check(std::string_view password);

/// What to store of a password.
std::string hash(std::string_view password, const PasswordCost& cost, RandomSource& random);

/// Whether `password` is the one that `stored` was made of. What is not in the form above, the
/// empty text among it, matches nothing. Takes the same time whether it matches or not.
bool matches(std::string_view password, std::string_view stored);

/// Something in that form which no password matches: where there is no account, a guess is
/// compared with this, and takes as long.
std::string decoy(const PasswordCost& cost);

/// Whether `stored` was made at another cost, so that it should be made anew at the next occasion.
bool is_outdated(std::string_view stored, const PasswordCost& cost);

}  // namespace password

}  // namespace azen
