#include "core/key/rotation.h"

#include <algorithm>
#include <utility>

namespace azen::rotation {
namespace {

KeySecret* find_mutable(KeySecrets& secrets, SecretState state)
{
    const auto found = std::ranges::find(secrets, state, &KeySecret::state);
    return found == secrets.end() ? nullptr : &*found;
}

KeySecret* find_mutable(KeySecrets& secrets, const SecretHash& hash)
{
    const auto found = std::ranges::find(secrets, hash, &KeySecret::hash);
    return found == secrets.end() ? nullptr : &*found;
}

void move_to(KeySecret& secret, SecretState state, Timestamp now)
{
    secret.state = state;
    secret.since = now;
    secret.not_after.reset();
}

// Whoever asked for a secret that was never used may ask again with the same idempotency key.
void drop_pending(KeySecret& secret, Timestamp now)
{
    move_to(secret, SecretState::revoked, now);
    secret.request.reset();
}

// Makes the state say what the time has decided already.
void revoke_overdue(KeySecrets& secrets, Timestamp now)
{
    KeySecret* retiring = find_mutable(secrets, SecretState::retiring);
    if (retiring != nullptr && !is_live(retiring->state, retiring->not_after, now)) {
        move_to(*retiring, SecretState::revoked, retiring->not_after.value_or(now));
    }
}

Timestamp end_of_grace(milliseconds grace,
                       const std::optional<Timestamp>& key_expires_at,
                       Timestamp now)
{
    const Timestamp end = now + grace;
    return key_expires_at ? std::min(end, *key_expires_at) : end;
}

}  // namespace

const KeySecret* find(const KeySecrets& secrets, SecretState state)
{
    const auto found = std::ranges::find(secrets, state, &KeySecret::state);
    return found == secrets.end() ? nullptr : &*found;
}

const KeySecret* newest(const KeySecrets& secrets)
{
    const KeySecret* pending = find(secrets, SecretState::pending);
    return pending != nullptr ? pending : find(secrets, SecretState::active);
}

Displaced begin(KeySecrets& secrets, KeySecret fresh, Timestamp now)
{
    revoke_overdue(secrets, now);
    Displaced displaced = Displaced::nothing;
    if (KeySecret* pending = find_mutable(secrets, SecretState::pending)) {
        drop_pending(*pending, now);
        displaced = Displaced::pending;
    }
    if (KeySecret* retiring = find_mutable(secrets, SecretState::retiring)) {
        move_to(*retiring, SecretState::revoked, now);
        displaced = Displaced::retiring;
    }
    fresh.created_at = now;
    move_to(fresh, SecretState::pending, now);
    secrets.push_back(std::move(fresh));
    return displaced;
}

bool activate(KeySecrets& secrets,
              const SecretHash& hash,
              const std::optional<Timestamp>& key_expires_at,
              Timestamp now)
{
    KeySecret* fresh = find_mutable(secrets, hash);
    if (fresh == nullptr || fresh->state != SecretState::pending) {
        return false;
    }
    if (KeySecret* old = find_mutable(secrets, SecretState::active)) {
        move_to(*old, SecretState::retiring, now);
        old->not_after = end_of_grace(fresh->grace, key_expires_at, now);
    }
    move_to(*fresh, SecretState::active, now);
    fresh->delivered = true;  // whoever uses it has it
    return true;
}

bool take_over(KeySecrets& secrets, const SecretHash& hash, Timestamp now)
{
    KeySecret* heir = find_mutable(secrets, hash);
    if (heir == nullptr ||
        (heir->state != SecretState::pending && heir->state != SecretState::active)) {
        return false;
    }
    for (KeySecret& secret : secrets) {
        const bool older =
            secret.state == SecretState::active || secret.state == SecretState::retiring;
        if (older && &secret != heir) {
            move_to(secret, SecretState::revoked, now);
        }
    }
    if (heir->state == SecretState::pending) {
        move_to(*heir, SecretState::active, now);
    }
    heir->delivered = true;
    return true;
}

bool finish(KeySecrets& secrets, Timestamp now)
{
    revoke_overdue(secrets, now);
    KeySecret* retiring = find_mutable(secrets, SecretState::retiring);
    if (retiring == nullptr) {
        return false;
    }
    move_to(*retiring, SecretState::revoked, now);
    return true;
}

bool abort(KeySecrets& secrets, Timestamp now)
{
    KeySecret* pending = find_mutable(secrets, SecretState::pending);
    if (pending == nullptr) {
        return false;
    }
    drop_pending(*pending, now);
    return true;
}

}  // namespace azen::rotation
