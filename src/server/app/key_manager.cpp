#include "server/app/key_manager.h"

#include <utility>

namespace azen::server {

KeyManager manager_of(const Call& call)
{
    if (call.session != nullptr) {
        const Session& session = call.session->session;
        return {.user_id = session.user_id,
                .organization_id = session.organization_id.value_or(""),
                .is_key = false};
    }
    const Identity& identity = call.caller.identity;
    return {.user_id = std::string{identity.user_id},
            .organization_id = std::string{identity.organization_id},
            .is_key = true};
}

Result<std::optional<ManagedKeys>> find_managed_keys(Transaction& transaction,
                                                     const KeyManager& manager,
                                                     std::string_view organization_id)
{
    ManagedKeys managed{.organization_id = std::string{organization_id}, .user_id = {}};
    if (manager.is_key) {
        return organization_id == manager.organization_id ? std::optional{std::move(managed)}
                                                          : std::nullopt;
    }
    const auto member = TRY(transaction.members().find(organization_id, manager.user_id));
    if (!member) {
        return std::nullopt;
    }
    if (member->role == Role::member) {
        managed.user_id = manager.user_id;
    }
    return managed;
}

bool is_out_of_reach(const KeyManager& manager, const ApiKey& key)
{
    return !manager.is_key && key.permissions.allows_any("keys");
}

Result<std::optional<ApiKey>> find_managed_key(Transaction& transaction,
                                               const KeyManager& manager,
                                               std::string_view key_id)
{
    auto key = TRY(transaction.records().find(key_id));
    if (!key || key->revoked_at) {
        return std::nullopt;
    }
    const auto managed = TRY(find_managed_keys(transaction, manager, key->organization_id));
    if (!managed || (managed->user_id && managed->user_id != key->user_id)) {
        return std::nullopt;
    }
    return key;
}

}  // namespace azen::server
