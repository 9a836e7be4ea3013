#include "core/store/trial_store.h"

#include <utility>

namespace azen {
namespace {

class TrialTransaction final : public Transaction {
public:
    explicit TrialTransaction(std::unique_ptr<Transaction> transaction)
        : transaction_{std::move(transaction)}
    {}

    KeyRows& keys() override { return transaction_->keys(); }
    KeyRecords& records() override { return transaction_->records(); }
    UsageRows& usage() override { return transaction_->usage(); }
    MemoryRows& memories() override { return transaction_->memories(); }
    MasterKeyRows& master_keys() override { return transaction_->master_keys(); }
    AccountRows& accounts() override { return transaction_->accounts(); }
    MemberRows& members() override { return transaction_->members(); }
    SessionRows& sessions() override { return transaction_->sessions(); }
    AuditRows& audit() override { return transaction_->audit(); }
    bool is_undone() const override { return transaction_->is_undone(); }
    Result<void> touch() override { return transaction_->touch(); }

    // The whole point: what is destroyed before it is committed has never been.
    Result<void> commit() override { return {}; }

private:
    std::unique_ptr<Transaction> transaction_;
};

class TrialStore final : public Store {
public:
    explicit TrialStore(std::unique_ptr<Store> store) : store_{std::move(store)} {}

    // Nothing will be written, so nothing needs to survive anything.
    Result<std::unique_ptr<Transaction>> begin(Durability /*durability*/) override
    {
        std::unique_ptr<Transaction> transaction = TRY(store_->begin(Durability::process_crash));
        return std::make_unique<TrialTransaction>(std::move(transaction));
    }

    Result<std::unique_ptr<MemoryReader>> open_memory_reader() override
    {
        return store_->open_memory_reader();
    }

    // Upkeep would write.
    Result<void> maintain() override { return {}; }
    Result<void> settle() override { return {}; }

    Result<StoreInfo> info() override { return store_->info(); }

private:
    std::unique_ptr<Store> store_;
};

}  // namespace

std::unique_ptr<Store> make_trial_store(std::unique_ptr<Store> store)
{
    return std::make_unique<TrialStore>(std::move(store));
}

}  // namespace azen
