#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/key/api_key.h"
#include "core/key/key_rules.h"
#include "core/store/store.h"

namespace azen {

/// What a new key is to be. Defaults are the contract's.
struct NewKey {
    std::string name;  // 1 to 32 characters
    std::string prefix{key_secret::default_prefix};
    std::string organization = "default";  // id or name; made when there is none
    std::string user = "local";            // id or name; made when there is none
    bool enabled = true;
    std::optional<Timestamp> expires_at;  // 1 s to 10 years from now
    RateLimit rate_limit;
    std::optional<std::int64_t> remaining;  // quota; nullopt: none
    std::optional<Refill> refill;           // needs `remaining`
    Permissions permissions = Permissions::defaults();
    std::string metadata = "null";  // JSON text of an object, or "null"
};

/// A key just made, with the only copy of its secret that there will ever be.
struct IssuedKey {
    ApiKey key;
    Secret secret;
    bool organization_created = false;
};

/// What to change in a key; what is nullopt stays. It says what shall be different, never what the
/// key was thought to be: two changes at once are both kept, whichever comes first.
struct KeyChange {
    std::optional<std::string> name;
    std::optional<bool> enabled;
    std::optional<std::optional<Timestamp>> expires_at;  // inner nullopt: never
    std::optional<RateLimit> rate_limit;  // one that differs starts with a full bucket

    /// Inner nullopt: none any more. No quota has no refill; a refill without a quota, be it the
    /// key's own or one given here, is ErrorKind::invalid. Either starts a new refill interval.
    std::optional<std::optional<std::int64_t>> quota;
    std::optional<std::optional<Refill>> refill;

    /// First set in place of all there are, then granted, then revoked.
    std::optional<Permissions> permissions;
    Permissions grant = {};
    Permissions revoke = {};

    std::optional<std::string> metadata;
};

/// The outcome of `verify`.
struct Verification {
    std::optional<Refusal> refusal;
    std::optional<ApiKey> key;  // whenever the secret is known
    std::optional<Allowance> allowance;
};

/// Administers keys. A `reference` is a key's id, its name or its start; one that several keys
/// answer to is ErrorKind::conflict and lists them, one that none answers to is
/// ErrorKind::not_found and suggests the nearest name. Input out of range is ErrorKind::invalid.
/// Thread-safe as far as its store is.
class KeyService {
public:
    KeyService(Store& store, RandomSource& random, const Clock& clock)
        : store_{store}, random_{random}, clock_{clock}
    {}

    Result<IssuedKey> create(const NewKey& wanted);
    Result<std::vector<ApiKey>> list(const KeyQuery& query);
    Result<ApiKey> find(std::string_view reference);

    /// Reads the key, changes it and writes it in one transaction; gives it as it is then. A
    /// revoked key is ErrorKind::conflict.
    Result<ApiKey> change(std::string_view reference, const KeyChange& change);

    /// Refuses all its secrets for ever; the record and its trail stay. Revoking again is no error.
    Result<ApiKey> revoke(std::string_view reference);

    /// Charges the key exactly as a request over HTTP would.
    Result<Verification> verify(std::string_view presented_key, std::string_view permission);

    /// The last 30 UTC days of one key.
    Result<UsageSeries> usage(std::string_view reference);

private:
    Store& store_;
    RandomSource& random_;
    const Clock& clock_;
};

}  // namespace azen
