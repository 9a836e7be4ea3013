#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/clock.h"
#include "core/key/api_key.h"

namespace azen {

/// All secrets that a key has had, oldest first.
using KeySecrets = std::vector<KeySecret>;

/// What a new rotation puts an end to.
enum class Displaced : std::uint8_t {
    nothing,
    pending,   // an earlier new secret that was never used
    retiring,  // an earlier old secret that was still in its grace period
};

/// How one key goes through its secrets. Pure; time is a parameter.
///
///   begin -> pending --activate--> active --the next one's activate--> retiring -> revoked
///               |                     '------the next one's take_over----------------^
///               '--abort, or another begin-------------------------------------------^
///
/// A retiring secret ends by itself at `not_after`, or by finish, by take_over, or by another
/// begin.
///
/// Invariants: at most one secret is active, and at most one is pending or retiring, so at most two
/// are live. None comes back from revoked, and no `not_after` is moved. Where there was an active
/// secret there is one after every step.
namespace rotation {

/// The one secret in that state, which is not revoked; nullptr: none is. A retiring one whose time
/// is over still counts until the next step.
const KeySecret* find(const KeySecrets& secrets, SecretState state);

/// The latest secret that may be used: the pending one, else the active one; nullptr: none.
const KeySecret* newest(const KeySecrets& secrets);

/// Adds `fresh`, as pending. What it would make a third live secret is revoked.
Displaced begin(KeySecrets& secrets, KeySecret fresh, Timestamp now);

/// The first use of a pending secret, or an administrator in its place: it becomes active, and the
/// one that was retires for `grace`, though not beyond the key's own expiry. Whether it was
/// pending: any other is left as it is.
bool activate(KeySecrets& secrets,
              const SecretHash& hash,
              const std::optional<Timestamp>& key_expires_at,
              Timestamp now);

/// Makes a pending secret active, or leaves an active one so, and revokes the one before it at
/// once. Whether it was one of these. A later secret that is pending stays.
bool take_over(KeySecrets& secrets, const SecretHash& hash, Timestamp now);

/// Ends the grace period. Whether there was one.
bool finish(KeySecrets& secrets, Timestamp now);

/// Drops the pending secret. Whether there was one. What asked for it may ask again: its
/// idempotency key is forgotten.
bool abort(KeySecrets& secrets, Timestamp now);

}  // namespace rotation

}  // namespace azen
