#include "server/app/managed_store.h"

#include <utility>

#include "core/store/forwarding_store.h"

namespace azen::server {

namespace {

Result<bool> is_credential_good(Transaction& transaction, const ManagerClaim& claim, Timestamp now)
{
    if (claim.manager.is_key) {
        const auto key = TRY(transaction.records().find(claim.credential_id));
        const bool is_over = key && key->expires_at && *key->expires_at <= now;
        return key && key->enabled && !key->revoked_at && !is_over &&
               key->permissions.allows(claim.permission);
    }
    const auto session = TRY(transaction.sessions().find_id(claim.credential_id));
    return session && session->expires_at > now;
}

class ManagedStore final : public ForwardingStore {
public:
    ManagedStore(std::unique_ptr<Store> store, ManagerClaim claim, const Clock& clock)
        : ForwardingStore{std::move(store)}, claim_{std::move(claim)}, clock_{clock}
    {}

    Result<std::unique_ptr<Transaction>> begin(Durability durability) override
    {
        auto transaction = TRY(ForwardingStore::begin(durability));
        const auto managed =
            TRY(find_managed_keys(*transaction, claim_.manager, claim_.organization_id));
        const bool is_as_wide =
            managed && (!managed->user_id || managed->user_id == claim_.user_id);
        if (!is_as_wide || !TRY(is_credential_good(*transaction, claim_, clock_.now()))) {
            return fail(ErrorKind::refused, "whoever asked for this has been shut out since");
        }
        return transaction;
    }

private:
    ManagerClaim claim_;
    const Clock& clock_;
};

}  // namespace

std::unique_ptr<Store> make_managed_store(std::unique_ptr<Store> store,
                                          ManagerClaim claim,
                                          const Clock& clock)
{
    return std::make_unique<ManagedStore>(std::move(store), std::move(claim), clock);
}

}  // namespace azen::server
