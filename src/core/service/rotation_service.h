#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/key/rotation.h"
#include "core/store/store.h"

namespace azen {

/// How a key's secret is to be replaced.
struct RotationRequest {
    milliseconds grace = std::chrono::hours{24};  // 1 s to 10 years; what the old secret keeps
    std::optional<std::string> idempotency_key;   // 1 to 256 characters
};

/// When the new secret succeeds the old one.
enum class Succession : std::uint8_t {
    on_first_use,    // with the first accepted request that presents it
    grace_from_now,  // at once; the old one keeps its grace
    at_once,         // at once, and the old one is revoked
};

/// A rotation that has begun: its secret is pending, and not known to have reached anyone.
struct BegunRotation {
    ApiKey key;
    std::optional<Secret> secret;  // the only copy there will ever be; nullopt: `idempotency_key`
                                   // has rotated this key already, and nothing was done
    SecretHash hash{};             // which secret that is, as KeyHistory has it
    Displaced displaced = Displaced::nothing;
};

/// A key and what there is to know about its secrets. What comes from a server has the fingerprint
/// of each secret's hash (secret_hash.h) for its hash, as hashes are told to nobody.
struct KeyHistory {
    ApiKey key;
    KeySecrets secrets;                    // oldest first
    std::vector<SecretUse> retiring_uses;  // latest first
};

/// Replaces the secrets of keys. A `reference` is as key_lookup takes it.
///
/// A rotation has two steps, so that neither a crash nor a lost reply leaves a secret that works
/// without anyone knowing it, or the other way round: begin() makes the secret, and the caller
/// hands it to whoever asked; then conclude() lets it succeed, or drop() takes it back. A caller
/// that dies in between leaves a pending secret, which harms nothing and is replaced by the next
/// begin(), also by one with the same idempotency key.
///
/// ErrorKind::conflict for a key that is revoked or expired, as no new secret of it would work.
/// Thread-safe as far as its store is.
class RotationService {
public:
    RotationService(Store& store, RandomSource& random, const Clock& clock, KeyScope scope = {})
        : store_{store}, random_{random}, clock_{clock}, scope_{std::move(scope)}
    {}

    Result<BegunRotation> begin(std::string_view reference, const RotationRequest& request);

    /// For a secret that reached whoever asked for it. ErrorKind::conflict when it is no longer the
    /// key's newest: another rotation has replaced it.
    Result<KeyHistory> conclude(const BegunRotation& begun, Succession succession);

    /// For a secret that did not. Whether it is of no use now; false: someone has used it, so that
    /// it stays.
    Result<bool> drop(const BegunRotation& begun);

    /// Ends the grace period of the old secret, or drops the pending one. ErrorKind::conflict when
    /// there is none.
    Result<KeyHistory> finish(std::string_view reference);
    Result<KeyHistory> abort(std::string_view reference);

    Result<KeyHistory> history(std::string_view reference);

private:
    Store& store_;
    RandomSource& random_;
    const Clock& clock_;
    KeyScope scope_;
};

}  // namespace azen
