#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/store/store.h"
#include "server/app/call.h"

namespace azen::server {

/// Who administers keys, and which. A key that holds the permission administers all keys of its
/// organization and may set everything; so does no session. A session's user administers the keys
/// of the organizations that it is a member of: all of them as owner or admin, its own as member.
/// Keys that one does not administer do not exist, and neither do revoked ones.
struct KeyManager {
    std::string user_id;
    std::string organization_id;  // empty: a session without an active organization
    bool is_key = false;
};

/// Precondition: the call is of a route with Authentication::manager.
KeyManager manager_of(const Call& call);

/// Which keys of an organization a manager administers.
struct ManagedKeys {
    std::string organization_id;
    std::optional<std::string> user_id;  // those of this user only
};

/// nullopt: none of that organization.
Result<std::optional<ManagedKeys>> find_managed_keys(Transaction& transaction,
                                                     const KeyManager& manager,
                                                     std::string_view organization_id);

/// Whether a session must leave the key as it is, but for deleting it: with a key that administers
/// keys its user could do what no session may.
bool is_out_of_reach(const KeyManager& manager, const ApiKey& key);

/// The key with that id, if the manager administers it. Names and starts are no ids.
Result<std::optional<ApiKey>> find_managed_key(Transaction& transaction,
                                               const KeyManager& manager,
                                               std::string_view key_id);

}  // namespace azen::server
