#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/key/api_key.h"
#include "core/key/key_rules.h"
#include "core/service/key_explainer.h"
#include "core/service/key_import.h"
#include "core/service/key_prune.h"
#include "core/service/rotation_service.h"
#include "core/store/store.h"

namespace azen {

/// What a new key is to be. Defaults are the contract's.
struct NewKey {
    std::string name;  // 1 to 32 characters
    std::string prefix{key_secret::default_prefix};
    // Id or name, made when there is none; nullopt: "default" and "local" in a store, one's own on
    // a server.
    std::optional<std::string> organization{};
    std::optional<std::string> user{};
    bool enabled = true;
    std::optional<Timestamp> expires_at;  // 1 s to 10 years from now
    RateLimit rate_limit;
    std::optional<std::int64_t> remaining;  // quota; nullopt: none
    std::optional<Refill> refill;           // needs `remaining`
    Permissions permissions = Permissions::defaults();
    std::string metadata = "null";                 // JSON text of an object, or "null"
    std::optional<std::string> idempotency_key{};  // 1 to 256 characters; per owner
};

/// A key just made, with the only copy of its secret that there will ever be.
struct IssuedKey {
    ApiKey key;
    Secret secret;  // empty: `idempotency_key` has made this key already, and nothing was done
    bool organization_created = false;
    SecretHash hash{};  // which secret that is, as KeyHistory has it; for conclude()

    bool is_new() const { return !secret.reveal().empty(); }
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

using KeyVisitor = std::function<Result<void>(const KeyRecord&)>;
using PortableKeyVisitor = std::function<Result<void>(const PortableKey&)>;

/// The outcome of `verify`.
struct Verification {
    std::optional<Refusal> refusal;
    std::optional<ApiKey> key;  // whenever the secret is known
    std::optional<Allowance> allowance;
};

/// Administers keys, wherever they are: LocalKeyService those of a store, RemoteKeyService (in cli)
/// those of a server. Whoever has one need not know which.
///
/// A `reference` is a key's id, its name or the start of a secret of it; one that several keys
/// answer to is ErrorKind::conflict and lists them, one that none answers to is
/// ErrorKind::not_found and suggests the nearest name. Input out of range is ErrorKind::invalid. A
/// server adds ErrorKind::unreachable, ::refused and ::rate_limited to these.
class KeyService {
public:
    virtual ~KeyService() = default;

    /// A repeated idempotency key makes no second key. As long as the first one's secret is not
    /// known to have arrived, which its use or conclude() tells, that key gets another secret
    /// instead; from then on nothing is done. ErrorKind::conflict when it made a key of another
    /// name.
    virtual Result<IssuedKey> create(const NewKey& wanted) = 0;

    /// Newest first.
    virtual Result<std::vector<ApiKey>> list(const Page& page) = 0;
    virtual Result<ApiKey> find(std::string_view reference) = 0;
    virtual Result<KeyHistory> history(std::string_view reference) = 0;

    /// Changes the key as it is by then, in one step; gives it as it is afterwards. A revoked key
    /// is ErrorKind::conflict.
    virtual Result<ApiKey> change(std::string_view reference, const KeyChange& change) = 0;

    /// Refuses all its secrets for ever; the record and its trail stay. Revoking again is no error.
    virtual Result<ApiKey> revoke(std::string_view reference) = 0;

    /// Charges the key exactly as a request over HTTP would.
    virtual Result<Verification> verify(std::string_view presented_key,
                                        std::string_view permission) = 0;

    /// Decides the same for a moment, or for now, and charges nothing; see key_explainer.h.
    virtual Result<Explanation> explain(std::string_view presented_key,
                                        std::string_view permission,
                                        std::optional<Timestamp> at) = 0;

    /// The last 30 UTC days of one key.
    virtual Result<UsageSeries> usage(std::string_view reference) = 0;

    /// The steps of a rotation: see RotationService. What conclude() and drop() are given came from
    /// this service's begin() or create().
    virtual Result<BegunRotation> begin(std::string_view reference,
                                        const RotationRequest& request) = 0;
    virtual Result<KeyHistory> conclude(const BegunRotation& begun, Succession succession) = 0;
    virtual Result<bool> drop(const BegunRotation& begun) = 0;
    virtual Result<KeyHistory> finish(std::string_view reference) = 0;
    virtual Result<KeyHistory> abort(std::string_view reference) = 0;

    /// Calls `visit` for every key, oldest first, until it fails; see key_inventory.h.
    virtual Result<void> for_each(const KeyVisitor& visit) = 0;

    /// See key_prune.h.
    virtual Result<std::vector<DeadKey>> find_dead(const DeathPolicy& policy) = 0;
    virtual Result<std::vector<DeadKey>> remove_dead(std::span<const std::string> ids,
                                                     const DeathPolicy& policy) = 0;

    /// Keys on their way out and in, with the hashes of their secrets; see key_export.h and
    /// key_import.h.
    virtual Result<void> export_each(const PortableKeyVisitor& visit) = 0;
    virtual Result<KeyImportReport> import_keys(std::span<const KeyImportItem> items,
                                                const KeyImportRules& rules) = 0;
};

}  // namespace azen
