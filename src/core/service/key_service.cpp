#include "core/service/key_service.h"

#include <fmt/format.h>

#include "core/base/uuid.h"
#include "core/service/authenticator.h"
#include "core/service/key_input.h"
#include "core/service/key_lookup.h"
#include "core/service/usage_service.h"

namespace azen {
namespace {

/// Whose use of a secret it is when an administrator tries it.
constexpr Client local_client{.address = "local", .agent = "azen keys verify"};

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
    const auto organization = TRY(accounts.find_organization(wanted.organization));
    owner.organization_id = organization ? organization->id : make_uuid(random);
    owner.organization_created = !organization;
    if (!organization) {
        TRY(accounts.insert(Organization{.id = owner.organization_id,
                                         .name = wanted.organization,
                                         .slug = wanted.organization,
                                         .created_at = now}));
    }
    const auto user = TRY(accounts.find_user(wanted.user));
    owner.user_id = user ? user->id : make_uuid(random);
    if (!user) {
        TRY(accounts.insert(
            User{.id = owner.user_id, .name = wanted.user, .created_at = now, .updated_at = now}));
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

void apply_quota(ApiKey& key, const KeyChange& change, Timestamp now)
{
    if (!change.quota && !change.refill) {
        return;
    }
    // What the old refill owes by now is the key's, whatever the new one will be.
    const QuotaState today = quota::refill(key.use.quota, key.refill, now);
    key.use.quota = {.remaining = change.quota.value_or(today.remaining), .last_refill_at = now};
    key.refill = key.use.quota.remaining ? change.refill.value_or(key.refill) : std::nullopt;
}

void apply_permissions(Permissions& permissions, const KeyChange& change)
{
    permissions = change.permissions.value_or(permissions);
    permissions.grant(change.grant);
    permissions.revoke(change.revoke);
}

void apply(ApiKey& key, const KeyChange& change, Timestamp now)
{
    key.name = change.name.value_or(key.name);
    key.enabled = change.enabled.value_or(key.enabled);
    key.expires_at = change.expires_at.value_or(key.expires_at);
    if (change.rate_limit && *change.rate_limit != key.rate_limit) {
        // What is missing is counted in units of the old limit; the new one starts full.
        key.rate_limit = *change.rate_limit;
        key.use.bucket = {};
    }
    apply_quota(key, change, now);
    apply_permissions(key.permissions, change);
    key.metadata = change.metadata.value_or(key.metadata);
    key.updated_at = now;
}

}  // namespace

Result<IssuedKey> KeyService::create(const NewKey& wanted)
{
    const Timestamp now = clock_.now();
    TRY(key_input::check(wanted, now));
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    const Owner owner = TRY(find_or_make_owner(transaction->accounts(), wanted, random_, now));
    Secret secret = key_secret::make(wanted.prefix, random_);
    ApiKey key = make_record(wanted, owner, make_uuid(random_), now);
    key.start = key_secret::start_of(secret.reveal(), wanted.prefix);
    TRY(transaction->keys().insert(key,
                                   KeySecret{.hash = key_secret::hash(secret.reveal()),
                                             .start = key.start,
                                             .state = SecretState::active,
                                             .not_after = {},
                                             .created_at = now,
                                             .since = now}));
    TRY(transaction->commit());
    return IssuedKey{.key = std::move(key),
                     .secret = std::move(secret),
                     .organization_created = owner.organization_created};
}

Result<std::vector<ApiKey>> KeyService::list(const KeyQuery& query)
{
    const auto transaction = TRY(store_.begin(Durability::process_crash));
    auto keys = TRY(transaction->keys().list(query));
    TRY(transaction->commit());
    return keys;
}

Result<ApiKey> KeyService::find(std::string_view reference)
{
    const auto transaction = TRY(store_.begin(Durability::process_crash));
    auto key = TRY(key_lookup::find(transaction->keys(), reference));
    TRY(transaction->commit());
    return key;
}

Result<ApiKey> KeyService::change(std::string_view reference, const KeyChange& change)
{
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    const Timestamp now = clock_.now();
    ApiKey key = TRY(key_lookup::find(transaction->keys(), reference));
    TRY(key_input::check(change, key, now));
    if (key.revoked_at) {
        return fail(ErrorKind::conflict,
                    fmt::format("the key \"{}\" has been revoked", key.name),
                    "make a new one with 'azen keys create'");
    }
    apply(key, change, now);
    TRY(transaction->keys().update(key));
    TRY(transaction->commit());
    return key;
}

Result<ApiKey> KeyService::revoke(std::string_view reference)
{
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    ApiKey key = TRY(key_lookup::find(transaction->keys(), reference));
    if (!key.revoked_at) {
        key.revoked_at = clock_.now();
        key.updated_at = *key.revoked_at;
        TRY(transaction->keys().update(key));
        TRY(transaction->commit());
    }
    return key;
}

Result<Verification> KeyService::verify(std::string_view presented_key, std::string_view permission)
{
    const auto hash = authenticator::screen(presented_key, 1);
    if (!hash) {
        return Verification{.refusal = hash.error(), .key = {}, .allowance = {}};
    }
    const auto transaction = TRY(store_.begin(Durability::process_crash));
    LiveSecret secret;
    TRY(transaction->keys().find_live({&*hash, 1}, {&secret, 1}));
    const Admission admission = authenticator::admit(
        transaction->keys(),
        {.hash = *hash, .secret = secret, .permission = permission, .client = local_client},
        clock_.now());
    Verification verification{
        .refusal = admission.refusal, .key = {}, .allowance = admission.allowance};
    if (admission.key != nullptr) {
        verification.key = TRY(key_lookup::find(transaction->keys(), admission.key->id()));
    }
    TRY(transaction->commit());
    return verification;
}

Result<UsageSeries> KeyService::usage(std::string_view reference)
{
    const auto transaction = TRY(store_.begin(Durability::process_crash));
    const ApiKey key = TRY(key_lookup::find(transaction->keys(), reference));
    auto series =
        TRY(usage_service::series(*transaction, key.organization_id, key.id, clock_.now()));
    TRY(transaction->commit());
    return series;
}

}  // namespace azen
