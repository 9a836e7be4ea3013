#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/key/api_key.h"
#include "core/key/rotation.h"
#include "core/store/live_key.h"

/// Keys within a transaction; see store.h.
namespace azen {

/// The keys that an administrator has to do with. For it there are no others.
struct KeyScope {
    std::optional<std::string> organization_id{};  // nullopt: those of every organization
    std::optional<std::string> user_id{};          // nullopt: those of every user

    bool covers(std::string_view organization, std::string_view user) const
    {
        return organization_id.value_or(std::string{organization}) == organization &&
               user_id.value_or(std::string{user}) == user;
    }
};

/// Which keys to list, in order of creation.
struct KeyQuery {
    KeyScope scope{};
    /// Matches an id, a name or a secret's start, whole; the key with that id comes first.
    std::optional<std::string> reference{};
    std::optional<SecretHash> request{};  // one of its secrets was made for it (KeySecret::request)
    bool with_revoked = true;
    bool oldest_first = false;
    std::int64_t offset = 0;
    std::int64_t limit = 100;
};

class KeyRows {
public:
    virtual ~KeyRows() = default;

    /// Looks up all secrets of a batch at once: `found[i]` answers `hashes[i]`. The keys pointed to
    /// stay where they are, and show later changes, until the transaction ends.
    virtual Result<void> find_live(std::span<const SecretHash> hashes,
                                   std::span<LiveSecret> found) = 0;

    /// Replaces a key's use; durable with the commit. For requests: cheap, no row is touched.
    virtual void record_use(LiveKey& key, const KeyUse& use) = 0;

    /// A retiring secret was used: adds to what is known of that client. For requests.
    virtual void record_retiring_use(const SecretUse& use) = 0;

    /// ErrorKind::conflict when the id or the secret exists already.
    virtual Result<void> insert(const ApiKey& key, const KeySecret& secret) = 0;

    virtual Result<std::vector<ApiKey>> list(const KeyQuery& query) = 0;

    /// Writes all of a key that can change, its use included. Its secrets become revoked with it.
    virtual Result<void> update(const ApiKey& key) = 0;

    /// All secrets that a key has had. Empty when there is no such key.
    virtual Result<KeySecrets> secrets(std::string_view key_id) = 0;

    /// Writes a key's secrets as a step of rotation left them. `ApiKey::start` follows the active
    /// one. ErrorKind::not_found when there is no such key.
    virtual Result<void> put_secrets(std::string_view key_id, const KeySecrets& secrets) = 0;

    /// Who used a key's retiring secret, latest first: the latest 16 clients.
    virtual Result<std::vector<SecretUse>> retiring_uses(std::string_view key_id) = 0;

    /// How many there are to list, whatever the query's offset and limit.
    virtual Result<std::int64_t> count(const KeyQuery& query) = 0;
};

/// A key and all versions of its secret.
struct KeyRecord {
    std::int64_t row = 0;  // the store's own number for it; grows with every insert
    ApiKey key;
    KeySecrets secrets;  // oldest first
};

/// Whole keys, for administration in bulk: what is counted of them and not folded is in what is
/// read, and requests of every process see what is written from their next transaction on. For
/// transactions that carry no requests.
class KeyRecords {
public:
    virtual ~KeyRecords() = default;

    /// In order of creation, oldest first: at most `limit` of those in `scope` whose row is above
    /// `after`.
    virtual Result<std::vector<KeyRecord>> list(std::int64_t after,
                                                std::int64_t limit,
                                                const KeyScope& scope) = 0;

    /// By its id alone.
    virtual Result<std::optional<ApiKey>> find(std::string_view id) = 0;

    /// Adds a key as it is. ErrorKind::conflict when the id or a secret exists already: then the
    /// transaction may hold a part of it, and is not to be committed.
    virtual Result<void> insert(const ApiKey& key, const KeySecrets& secrets) = 0;

    /// Puts a key in the place of the one with its id: all but its owners, its row and its usage.
    /// ErrorKind::not_found when there is none; ErrorKind::conflict as for insert().
    virtual Result<void> replace(const ApiKey& key, const KeySecrets& secrets) = 0;

    /// Removes a key for good, with its secrets and its use. What it did stays in the usage of its
    /// organization, though no longer by key. Whether there was one.
    virtual Result<bool> erase(std::string_view id) = 0;
};

}  // namespace azen
