#include "core/audit/audited_store.h"

#include <utility>

#include "core/audit/audited_account_rows.h"
#include "core/audit/audited_key_rows.h"
#include "core/audit/audited_master_key_rows.h"
#include "core/audit/recorder.h"
#include "core/store/forwarding_store.h"

namespace azen {
namespace {

class AuditedTransaction final : public ForwardingTransaction {
public:
    /// `transaction`: one to refer to, or one to own.
    template <typename Target>
    AuditedTransaction(Target&& transaction, Actor actor, const Clock& clock)
        : ForwardingTransaction{std::forward<Target>(transaction)},
          actor_{std::move(actor)},
          recorder_{target().audit(), actor_, clock},
          keys_{target().keys(), target().records(), recorder_},
          records_{target().records(), target().keys(), recorder_},
          master_keys_{target().master_keys(), recorder_},
          accounts_{target().accounts(), recorder_},
          members_{target().members(), accounts_, recorder_},
          sessions_{target().sessions(), accounts_, recorder_}
    {}

    KeyRows& keys() override { return keys_; }
    KeyRecords& records() override { return records_; }
    MasterKeyRows& master_keys() override { return master_keys_; }
    AccountRows& accounts() override { return accounts_; }
    MemberRows& members() override { return members_; }
    SessionRows& sessions() override { return sessions_; }

private:
    Actor actor_;
    Recorder recorder_;
    AuditedKeyRows keys_;
    AuditedKeyRecords records_;
    AuditedMasterKeyRows master_keys_;
    AuditedAccountRows accounts_;
    AuditedMemberRows members_;
    AuditedSessionRows sessions_;
};

class AuditedStore final : public ForwardingStore {
public:
    /// `store`: one to refer to, or one to own.
    template <typename Target>
    AuditedStore(Target&& store, Actor actor, const Clock& clock)
        : ForwardingStore{std::forward<Target>(store)}, actor_{std::move(actor)}, clock_{clock}
    {}

    Result<std::unique_ptr<Transaction>> begin(Durability durability) override
    {
        std::unique_ptr<Transaction> transaction = TRY(ForwardingStore::begin(durability));
        return std::make_unique<AuditedTransaction>(std::move(transaction), actor_, clock_);
    }

private:
    Actor actor_;
    const Clock& clock_;
};

}  // namespace

std::unique_ptr<Store> make_audited_store(std::unique_ptr<Store> store,
                                          Actor actor,
                                          const Clock& clock)
{
    return std::make_unique<AuditedStore>(std::move(store), std::move(actor), clock);
}

std::unique_ptr<Store> make_audited_store(Store& store, Actor actor, const Clock& clock)
{
    return std::make_unique<AuditedStore>(store, std::move(actor), clock);
}

std::unique_ptr<Transaction> make_audited(Transaction& transaction, Actor actor, const Clock& clock)
{
    return std::make_unique<AuditedTransaction>(transaction, std::move(actor), clock);
}

}  // namespace azen
