#include "core/service/local_key_service.h"

#include <fmt/format.h>

#include "core/service/authenticator.h"
#include "core/service/key_creation.h"
#include "core/service/key_export.h"
#include "core/service/key_input.h"
#include "core/service/key_inventory.h"
#include "core/service/key_lookup.h"
#include "core/service/usage_service.h"

namespace azen {
namespace {

/// Whose use of a secret it is when an administrator tries it.
constexpr Client local_client{.address = "local", .agent = "azen keys verify"};

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

Result<IssuedKey> LocalKeyService::create(const NewKey& wanted)
{
    const Timestamp now = clock_.now();
    TRY(key_input::check(wanted, now));
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    IssuedKey issued = TRY(key_creation::create(*transaction, wanted, random_, now));
    if (issued.is_new()) {
        TRY(transaction->commit());
    }
    return issued;
}

Result<std::vector<ApiKey>> LocalKeyService::list(const Page& page)
{
    const auto transaction = TRY(store_.begin(Durability::process_crash));
    auto keys = TRY(
        transaction->keys().list({.scope = scope_, .offset = page.offset, .limit = page.limit}));
    TRY(transaction->commit());
    return keys;
}

Result<ApiKey> LocalKeyService::find(std::string_view reference)
{
    const auto transaction = TRY(store_.begin(Durability::process_crash));
    auto key = TRY(key_lookup::find(transaction->keys(), reference, scope_));
    TRY(transaction->commit());
    return key;
}

Result<ApiKey> LocalKeyService::change(std::string_view reference, const KeyChange& change)
{
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    const Timestamp now = clock_.now();
    ApiKey key = TRY(key_lookup::find(transaction->keys(), reference, scope_));
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

Result<ApiKey> LocalKeyService::revoke(std::string_view reference)
{
    const auto transaction = TRY(store_.begin(Durability::power_loss));
    ApiKey key = TRY(key_lookup::find(transaction->keys(), reference, scope_));
    if (!key.revoked_at) {
        key.revoked_at = clock_.now();
        key.updated_at = *key.revoked_at;
        TRY(transaction->keys().update(key));
        TRY(transaction->commit());
    }
    return key;
}

Result<Verification> LocalKeyService::verify(std::string_view presented_key,
                                             std::string_view permission)
{
    const auto hash = authenticator::screen(presented_key, 1);
    if (!hash) {
        return Verification{.refusal = hash.error(), .key = {}, .allowance = {}};
    }
    const auto transaction = TRY(store_.begin(Durability::process_crash));
    LiveSecret secret;
    TRY(transaction->keys().find_live({&*hash, 1}, {&secret, 1}));
    if (secret.key != nullptr &&
        !scope_.covers(secret.key->organization_id(), secret.key->user_id())) {
        return Verification{.refusal = Refusal::unknown, .key = {}, .allowance = {}};
    }
    const Admission admission = TRY(authenticator::admit(
        transaction->keys(),
        {.hash = *hash, .secret = secret, .permission = permission, .client = local_client},
        clock_.now()));
    Verification verification{
        .refusal = admission.refusal, .key = {}, .allowance = admission.allowance};
    if (admission.key != nullptr) {
        verification.key = TRY(key_lookup::find(transaction->keys(), admission.key->id(), scope_));
    }
    TRY(transaction->commit());
    return verification;
}

Result<UsageSeries> LocalKeyService::usage(std::string_view reference)
{
    const auto transaction = TRY(store_.begin(Durability::process_crash));
    const ApiKey key = TRY(key_lookup::find(transaction->keys(), reference, scope_));
    auto series =
        TRY(usage_service::series(*transaction, key.organization_id, key.id, clock_.now()));
    TRY(transaction->commit());
    return series;
}

Result<Explanation> LocalKeyService::explain(std::string_view presented_key,
                                             std::string_view permission,
                                             std::optional<Timestamp> at)
{
    return key_explainer::explain(
        store_, presented_key, permission, at.value_or(clock_.now()), scope_);
}

Result<void> LocalKeyService::for_each(const KeyVisitor& visit)
{
    return key_inventory::for_each(store_, visit, scope_);
}

Result<std::vector<DeadKey>> LocalKeyService::find_dead(const DeathPolicy& policy)
{
    return key_prune::find(store_, policy, clock_.now(), scope_);
}

Result<std::vector<DeadKey>> LocalKeyService::remove_dead(std::span<const std::string> ids,
                                                          const DeathPolicy& policy)
{
    return key_prune::remove(store_, ids, policy, clock_.now(), scope_);
}

Result<void> LocalKeyService::export_each(const PortableKeyVisitor& visit)
{
    return key_export::for_each(store_, visit, scope_);
}

Result<KeyImportReport> LocalKeyService::import_keys(std::span<const KeyImportItem> items,
                                                     const KeyImportRules& rules)
{
    return key_import::run(store_, random_, clock_.now(), items, rules);
}

}  // namespace azen
