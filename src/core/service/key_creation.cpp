#include "core/service/key_creation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/uuid.h"
#include "core/service/organization_service.h"

namespace azen::key_creation {
namespace {

struct Owner {
    std::string organization_id;
    std::string user_id;
    bool organization_created = false;
};

Result<Owner> find_or_make_owner(AccountRows& accounts,
                                 const NewKey& wanted,
                                 RandomSource& random,
                                 Timestamp now)
{
    Owner owner;
    const std::string name = wanted.organization.value_or(std::string{default_organization});
    const auto organization = TRY(accounts.find_organization(name));
    owner.organization_id = organization ? organization->id : make_uuid(random);
    owner.organization_created = !organization;
    if (!organization) {
        TRY(organization_service::add(accounts, owner.organization_id, name, now));
    }
    const std::string user_name = wanted.user.value_or(std::string{default_user});
    const auto user = TRY(accounts.find_user(user_name));
    owner.user_id = user ? user->id : make_uuid(random);
    if (!user) {
        TRY(accounts.insert(
            User{.id = owner.user_id, .name = user_name, .created_at = now, .updated_at = now}));
    }
    return owner;
}

ApiKey make_record(const NewKey& wanted, const Owner& owner, std::string id, Timestamp now)
{
    ApiKey key;
    key.id = std::move(id);
    key.name = wanted.name;
    key.prefix = wanted.prefix;
    key.user_id = owner.user_id;
    key.organization_id = owner.organization_id;
    key.enabled = wanted.enabled;
    key.expires_at = wanted.expires_at;
    key.rate_limit = wanted.rate_limit;
    key.refill = wanted.refill;
    key.use.quota = {.remaining = wanted.remaining, .last_refill_at = now};
    key.permissions = wanted.permissions;
    key.metadata = wanted.metadata;
    key.created_at = now;
    key.updated_at = now;
    return key;
}

/// What a secret made for that request is marked with: requests of others, and rotations, have
/// another mark.
std::optional<SecretHash> mark_of(const NewKey& wanted, const Owner& owner)
{
    return wanted.idempotency_key
               ? std::optional{key_secret::hash(fmt::format("create\n{}\n{}\n{}",
                                                            owner.organization_id,
                                                            owner.user_id,
                                                            *wanted.idempotency_key))}
               : std::nullopt;
}

KeySecret make_secret(const Secret& secret,
                      const NewKey& wanted,
                      const std::optional<SecretHash>& request,
                      Timestamp now)
{
    return {.hash = key_secret::hash(secret.reveal()),
            .start = key_secret::start_of(secret.reveal(), wanted.prefix),
            .state = SecretState::active,
            .created_at = now,
            .since = now,
            .request = request,
            .delivered = !request};
}

/// Whether nobody is known to have the key's secret: made for that request, confirmed by nobody,
/// never used.
bool is_adrift(const ApiKey& key, const KeySecret& latest, const KeySecret& fresh)
{
    return key.use.request_count == 0 && latest.request == fresh.request && !latest.delivered;
}

/// The key that the request made before, with `fresh` for its secret when the first one is adrift.
Result<IssuedKey> repeat(KeyRows& keys, ApiKey key, Secret secret, const KeySecret& fresh)
{
    KeySecrets secrets = TRY(keys.secrets(key.id));
    if (!is_adrift(key, secrets.back(), fresh)) {
        return IssuedKey{.key = std::move(key), .secret = Secret{""}};
    }
    const Timestamp now = fresh.created_at;
    rotation::begin(secrets, fresh, now);
    rotation::take_over(secrets, fresh.hash, now);
    secrets.back().delivered = false;  // no more than the first one is known to be
    key.start = fresh.start;
    key.updated_at = now;
    TRY(keys.update(key));
    TRY(keys.put_secrets(key.id, secrets));
    return IssuedKey{.key = std::move(key), .secret = std::move(secret), .hash = fresh.hash};
}

/// What an earlier creation with the same idempotency key made, for the same owner: a key that was
/// imported for another may have brought the mark with it.
Result<std::optional<ApiKey>> find_earlier(KeyRows& keys,
                                           const NewKey& wanted,
                                           const Owner& owner,
                                           const std::optional<SecretHash>& request)
{
    if (!request) {
        return std::nullopt;
    }
    auto earlier = TRY(
        keys.list({.scope = {.organization_id = owner.organization_id, .user_id = owner.user_id},
                   .request = request,
                   .limit = 1}));
    // A revoked one is out of the way: its secret reached nobody, and its maker said so.
    if (earlier.empty() || earlier.front().revoked_at) {
        return std::nullopt;
    }
    if (earlier.front().name != wanted.name) {
        return fail(
            ErrorKind::conflict,
            fmt::format("that idempotency key has made the key \"{}\"", earlier.front().name),
            "choose another one for another key");
    }
    return std::move(earlier.front());
}

}  // namespace

Result<IssuedKey> create(Transaction& transaction,
                         const NewKey& wanted,
                         RandomSource& random,
                         Timestamp now)
{
    const Owner owner = TRY(find_or_make_owner(transaction.accounts(), wanted, random, now));
    Secret secret = key_secret::make(wanted.prefix, random);
    const KeySecret version = make_secret(secret, wanted, mark_of(wanted, owner), now);
    auto earlier = TRY(find_earlier(transaction.keys(), wanted, owner, version.request));
    if (earlier) {
        return repeat(transaction.keys(), *std::move(earlier), std::move(secret), version);
    }
    ApiKey key = make_record(wanted, owner, make_uuid(random), now);
    key.start = version.start;
    TRY(transaction.keys().insert(key, version));
    return IssuedKey{.key = std::move(key),
                     .secret = std::move(secret),
                     .organization_created = owner.organization_created,
                     .hash = version.hash};
}

}  // namespace azen::key_creation
