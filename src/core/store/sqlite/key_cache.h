#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/store/store.h"

#include <boost/unordered/unordered_flat_map.hpp>

namespace azen::sqlite {

/// The keys that requests have asked for, in memory. Exact as long as its owner, the Ledger, tells
/// it all that the journal tells. Knows nothing of the database. For one thread at a time.
///
/// Beside whole keys it remembers the use of keys that it does not hold but the journal spoke of
/// ("pending"), so that a key read later from a row not yet folded still starts from the truth.
class KeyCache {
public:
    /// Both nullptr or nullopt when not held. Pointers stay valid until drop() or clear().
    LiveKey* find_key(std::int64_t row);
    std::optional<LiveSecret> find_secret(const SecretHash& hash) const;

    /// Adds a key as its row has it, on top of any pending use; or replaces one in place, where it
    /// keeps the use it has.
    LiveKey& put(LiveKey key);

    /// Adds or replaces one version of `key`'s secret. Precondition: find_key(key.row) == &key.
    void put_secret(const SecretHash& hash, const LiveSecret& secret);

    /// Forgets the versions of a key's secret, not the key.
    void drop_secrets(std::int64_t row);

    /// Forgets a key and its secrets; its use becomes pending.
    void drop(std::int64_t row);

    /// What the journal says of a key's use.
    void apply_use(std::int64_t row, const KeyUse& use);

    /// The rows tell everything now.
    void forget_pending() { pending_.clear(); }

    void clear();
    std::size_t size() const { return keys_.size(); }

    /// One shared object for all equal permission texts.
    std::shared_ptr<const Permissions> intern(const std::string& permissions_json);

private:
    struct Entry {
        LiveKey key;
        std::vector<SecretHash> secrets;
    };
    struct HashOfHash {
        using is_avalanching = void;  // SHA-256: any eight bytes are a good hash
        std::size_t operator()(const SecretHash& hash) const noexcept;
    };

    std::unordered_map<std::int64_t, Entry> keys_;  // node-based: entries never move
    boost::unordered_flat_map<SecretHash, LiveSecret, HashOfHash> secrets_;
    std::unordered_map<std::int64_t, KeyUse> pending_;
    std::unordered_map<std::string, std::shared_ptr<const Permissions>> permissions_;
};

}  // namespace azen::sqlite
