#pragma once

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "core/store/store.h"

namespace azen::test {

/// The value of a Result that must have one, or a failed test that says why it has none.
template <typename T>
T must(Result<T> result)
{
    if (!result) {
        FAIL(result.error().message);
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(*result);
    }
}

/// A hash that stands for the secret `text`.
inline SecretHash hash_of(std::string_view text)
{
    return key_secret::hash(text);
}

inline Organization sample_organization(std::string_view name)
{
    return {.id = "organization-" + std::string{name},
            .name = std::string{name},
            .slug = std::string{name}};
}

inline User sample_user(std::string_view name)
{
    return {.id = "user-" + std::string{name}, .name = std::string{name}};
}

/// A key of `sample_organization("acme")` and `sample_user("ann")` whose id is "key-NAME".
inline ApiKey sample_key(std::string_view name)
{
    ApiKey key;
    key.id = "key-" + std::string{name};
    key.name = name;
    key.start = "az_" + std::string{name.substr(0, 4)};
    key.prefix = "az_";
    key.user_id = "user-ann";
    key.organization_id = "organization-acme";
    key.permissions = Permissions::defaults();
    return key;
}

inline KeySecret sample_secret(std::string_view text)
{
    return {.hash = hash_of(text),
            .start = "az_",
            .state = SecretState::active,
            .not_after = {},
            .created_at = {}};
}

/// A sample key that uses every field, with a secret in each state that may be there together. The
/// active one is that of "secret-NAME".
inline KeyRecord sample_record(std::string_view name)
{
    KeyRecord record{.key = sample_key(name)};
    ApiKey& key = record.key;
    key.enabled = false;
    key.expires_at = from_epoch_ms(1'800'000'000'123);
    key.rate_limit = {.enabled = true, .max = 7, .window = milliseconds{1'001}};
    key.refill = Refill{.amount = 5, .interval = milliseconds{77}};
    key.use = {.bucket = {.missing = 1'234, .updated_at = from_epoch_ms(1'700'000'000'001)},
               .quota = {.remaining = 3, .last_refill_at = from_epoch_ms(1'700'000'000'002)},
               .request_count = 4,
               .last_request = from_epoch_ms(1'700'000'000'003)};
    key.permissions.grant("orders", "read");
    key.metadata = R"({"team":"búild","a":[1,2.5,null]})";
    key.created_at = from_epoch_ms(1'600'000'000'004);
    key.updated_at = from_epoch_ms(1'600'000'000'005);
    KeySecret older = sample_secret("older-" + std::string{name});
    older.state = SecretState::revoked;
    older.created_at = from_epoch_ms(1'500'000'000'006);
    KeySecret old = sample_secret("old-" + std::string{name});
    old.state = SecretState::retiring;
    old.not_after = from_epoch_ms(1'800'000'000'001);
    old.created_at = from_epoch_ms(1'550'000'000'006);
    KeySecret current = sample_secret("secret-" + std::string{name});
    current.created_at = from_epoch_ms(1'600'000'000'006);
    current.since = from_epoch_ms(1'600'000'000'007);
    current.grace = milliseconds{86'400'000};
    current.request = hash_of("a request");
    current.delivered = false;
    record.secrets = {older, old, current};
    return record;
}

/// Adds the owners of sample keys to an empty store.
inline void add_owners(Store& store)
{
    const auto transaction = must(store.begin(Durability::power_loss));
    must(transaction->accounts().insert(sample_organization("acme")));
    must(transaction->accounts().insert(sample_organization("other")));
    must(transaction->accounts().insert(sample_user("ann")));
    must(transaction->commit());
}

/// Adds `key`, opened by the secret "secret-NAME".
inline void add_key(Store& store, const ApiKey& key)
{
    const auto transaction = must(store.begin(Durability::power_loss));
    KeySecret secret = sample_secret("secret-" + key.name);
    secret.start = key.start;
    must(transaction->keys().insert(key, secret));
    must(transaction->commit());
}

inline LiveSecret find_one(Transaction& transaction, std::string_view secret)
{
    const SecretHash hash = hash_of(secret);
    LiveSecret found;
    must(transaction.keys().find_live({&hash, 1}, {&found, 1}));
    return found;
}

/// Counts one request of the key behind `secret`, as an accepted request does.
inline void charge(Transaction& transaction, std::string_view secret)
{
    LiveKey& key = *find_one(transaction, secret).key;
    KeyUse use = key.use();
    ++use.request_count;
    transaction.keys().record_use(key, use);
}

inline void charge(Store& store, std::string_view secret)
{
    const auto transaction = must(store.begin(Durability::process_crash));
    charge(*transaction, secret);
    must(transaction->commit());
}

/// What an administrator sees of a key: rows and journal together.
inline ApiKey listed(Store& store, std::string_view id)
{
    const auto transaction = must(store.begin(Durability::process_crash));
    auto keys = must(transaction->keys().list({.reference = std::string{id}, .limit = 2}));
    REQUIRE(keys.size() == 1);
    must(transaction->commit());
    return keys.front();
}

}  // namespace azen::test
