#include "core/service/rotation_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/service/key_input.h"
#include "core/service/key_lookup.h"

namespace azen {
namespace {

Result<void> check_alive(const ApiKey& key, Timestamp now)
{
    if (key.revoked_at) {
        return fail(ErrorKind::conflict,
                    fmt::format("the key \"{}\" has been revoked", key.name),
                    "make a new one with 'azen keys create'");
    }
    if (key.expires_at && now >= *key.expires_at) {
        return fail(ErrorKind::conflict,
                    fmt::format("the key \"{}\" has expired", key.name),
                    "give it more time with 'azen keys expire', then rotate it");
    }
    return {};
}

std::optional<SecretHash> hash_of_request(const RotationRequest& request)
{
    return request.idempotency_key ? std::optional{key_secret::hash(*request.idempotency_key)}
                                   : std::nullopt;
}

/// Whether that request has been met. One whose secret may never have arrived has not.
bool is_done(const KeySecrets& secrets, const std::optional<SecretHash>& request)
{
    const auto found = std::ranges::find(secrets, request, &KeySecret::request);
    return request && found != secrets.end() && found->delivered;
}

/// The prefix of imported keys may be missing, or one that cannot be had any more.
std::string_view prefix_of(const ApiKey& key)
{
    return key_secret::check_prefix(key.prefix) ? std::string_view{key.prefix}
                                                : key_secret::default_prefix;
}

/// The key first: it brings its start along, which then follows the secrets.
Result<void> write(KeyRows& keys, ApiKey& key, const KeySecrets& secrets, Timestamp now)
{
    key.updated_at = now;
    TRY(keys.update(key));
    return keys.put_secrets(key.id, secrets);
}

Result<KeyHistory> read_history(KeyRows& keys, std::string_view reference, const KeyScope& scope)
{
    KeyHistory history{.key = TRY(key_lookup::find(keys, reference, scope))};
    history.secrets = TRY(keys.secrets(history.key.id));
    history.retiring_uses = TRY(keys.retiring_uses(history.key.id));
    return history;
}

bool succeed(KeySecrets& secrets,
             const SecretHash& hash,
             Succession succession,
             const ApiKey& key,
             Timestamp now)
{
    const auto secret = std::ranges::find(secrets, hash, &KeySecret::hash);
    const bool newest = secret != secrets.end() && (secret->state == SecretState::pending ||
                                                    secret->state == SecretState::active);
    if (!newest) {
        return false;
    }
    secret->delivered = true;
    switch (succession) {
        case Succession::on_first_use: break;
        // No harm when a request was faster.
        case Succession::grace_from_now:
            rotation::activate(secrets, hash, key.expires_at, now);
            break;
        case Succession::at_once: rotation::take_over(secrets, hash, now); break;
    }
    return true;
}

}  // namespace

Result<BegunRotation> RotationService::begin(std::string_view reference,
                                             const RotationRequest& request)
{
    TRY(key_input::check(request));
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    const Timestamp now = clock_.now();
    KeyRows& keys = transaction->keys();
    BegunRotation begun{.key = TRY(key_lookup::find(keys, reference, scope_)), .secret = {}};
    TRY(check_alive(begun.key, now));
    KeySecrets secrets = TRY(keys.secrets(begun.key.id));
    const auto asked = hash_of_request(request);
    if (is_done(secrets, asked)) {
        return begun;
    }
    const std::string_view prefix = prefix_of(begun.key);
    Secret secret = key_secret::make(prefix, random_);
    begun.hash = key_secret::hash(secret.reveal());
    begun.displaced = rotation::begin(secrets,
                                      {.hash = begun.hash,
                                       .start = key_secret::start_of(secret.reveal(), prefix),
                                       .grace = request.grace,
                                       .request = asked,
                                       .delivered = false},
                                      now);
    TRY(write(keys, begun.key, secrets, now));
    TRY(transaction->commit());
    begun.secret = std::move(secret);
    return begun;
}

Result<KeyHistory> RotationService::conclude(const BegunRotation& begun, Succession succession)
{
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    const Timestamp now = clock_.now();
    KeyHistory history = TRY(read_history(transaction->keys(), begun.key.id, scope_));
    if (!succeed(history.secrets, begun.hash, succession, history.key, now)) {
        return fail(ErrorKind::conflict,
                    fmt::format("another rotation has replaced the new secret of \"{}\"; it is of "
                                "no use",
                                history.key.name),
                    "use the other one, or rotate again");
    }
    TRY(write(transaction->keys(), history.key, history.secrets, now));
    TRY(transaction->commit());
    return history;
}

Result<bool> RotationService::drop(const BegunRotation& begun)
{
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    const Timestamp now = clock_.now();
    KeyHistory history = TRY(read_history(transaction->keys(), begun.key.id, scope_));
    const auto secret = std::ranges::find(history.secrets, begun.hash, &KeySecret::hash);
    if (secret == history.secrets.end() || secret->state != SecretState::pending) {
        return secret == history.secrets.end() || secret->state == SecretState::revoked;
    }
    rotation::abort(history.secrets, now);
    TRY(write(transaction->keys(), history.key, history.secrets, now));
    TRY(transaction->commit());
    return true;
}

Result<KeyHistory> RotationService::finish(std::string_view reference)
{
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    const Timestamp now = clock_.now();
    KeyHistory history = TRY(read_history(transaction->keys(), reference, scope_));
    if (!rotation::finish(history.secrets, now)) {
        return fail(ErrorKind::conflict,
                    fmt::format("no old secret of \"{}\" is in its grace period", history.key.name),
                    "'azen keys show' tells where its secrets stand");
    }
    TRY(write(transaction->keys(), history.key, history.secrets, now));
    TRY(transaction->commit());
    return history;
}

Result<KeyHistory> RotationService::abort(std::string_view reference)
{
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    const Timestamp now = clock_.now();
    KeyHistory history = TRY(read_history(transaction->keys(), reference, scope_));
    if (!rotation::abort(history.secrets, now)) {
        return fail(ErrorKind::conflict,
                    fmt::format("no new secret of \"{}\" is pending", history.key.name),
                    "'azen keys show' tells where its secrets stand");
    }
    TRY(write(transaction->keys(), history.key, history.secrets, now));
    TRY(transaction->commit());
    return history;
}

Result<KeyHistory> RotationService::history(std::string_view reference)
{
    const auto transaction = TRY(store_.begin(Durability::process_crash));
    auto history = TRY(read_history(transaction->keys(), reference, scope_));
    TRY(transaction->commit());
    return history;
}

}  // namespace azen
