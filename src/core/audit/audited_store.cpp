#include "core/audit/audited_store.h"

#include <utility>

#include "core/audit/audited_account_rows.h"
#include "core/audit/audited_key_rows.h"
#include "core/audit/audited_master_key_rows.h"
#include "core/audit/recorder.h"

namespace azen {
namespace {

class AuditedTransaction final : public Transaction {
public:
    AuditedTransaction(Transaction& transaction, Actor actor, const Clock& clock)
        : transaction_{transaction},
          actor_{std::move(actor)},
          recorder_{transaction_.audit(), actor_, clock},
          keys_{transaction_.keys(), transaction_.records(), recorder_},
          records_{transaction_.records(), transaction_.keys(), recorder_},
          master_keys_{transaction_.master_keys(), recorder_},
          accounts_{transaction_.accounts(), recorder_},
          members_{transaction_.members(), accounts_, recorder_},
          sessions_{transaction_.sessions(), accounts_, recorder_}
    {}

    AuditedTransaction(std::unique_ptr<Transaction> transaction, Actor actor, const Clock& clock)
        : AuditedTransaction{*transaction, std::move(actor), clock}
    {
        owned_ = std::move(transaction);
    }

    KeyRows& keys() override { return keys_; }
    KeyRecords& records() override { return records_; }
    UsageRows& usage() override { return transaction_.usage(); }
    MemoryRows& memories() override { return transaction_.memories(); }
    MasterKeyRows& master_keys() override { return master_keys_; }
    AccountRows& accounts() override { return accounts_; }
    MemberRows& members() override { return members_; }
    SessionRows& sessions() override { return sessions_; }
    AuditRows& audit() override { return transaction_.audit(); }
    bool is_undone() const override { return transaction_.is_undone(); }
    Result<void> touch() override { return transaction_.touch(); }
    Result<void> commit() override { return transaction_.commit(); }

private:
    std::unique_ptr<Transaction> owned_;  // what transaction_ refers to, where it is ours
    Transaction& transaction_;
    Actor actor_;
    Recorder recorder_;
    AuditedKeyRows keys_;
    AuditedKeyRecords records_;
    AuditedMasterKeyRows master_keys_;
    AuditedAccountRows accounts_;
    AuditedMemberRows members_;
    AuditedSessionRows sessions_;
};

class AuditedStore final : public Store {
public:
    AuditedStore(Store& store, Actor actor, const Clock& clock)
        : store_{store}, actor_{std::move(actor)}, clock_{clock}
    {}

    AuditedStore(std::unique_ptr<Store> store, Actor actor, const Clock& clock)
        : AuditedStore{*store, std::move(actor), clock}
    {
        owned_ = std::move(store);
    }

    Result<std::unique_ptr<Transaction>> begin(Durability durability) override
    {
        std::unique_ptr<Transaction> transaction = TRY(store_.begin(durability));
        return std::make_unique<AuditedTransaction>(std::move(transaction), actor_, clock_);
    }
    Result<std::unique_ptr<MemoryReader>> open_memory_reader() override
    {
        return store_.open_memory_reader();
    }
    Result<void> maintain() override { return store_.maintain(); }
    Result<void> settle() override { return store_.settle(); }
    Result<StoreInfo> info() override { return store_.info(); }

private:
    std::unique_ptr<Store> owned_;  // what store_ refers to, where it is ours
    Store& store_;
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
