#include "core/store/trial_store.h"

#include <utility>

#include "core/store/forwarding_store.h"

namespace azen {
namespace {

class TrialTransaction final : public ForwardingTransaction {
public:
    using ForwardingTransaction::ForwardingTransaction;

    // The whole point: what is destroyed before it is committed has never been.
    Result<void> commit() override { return {}; }
};

class TrialStore final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;

    // Nothing will be written, so nothing needs to survive anything.
    Result<std::unique_ptr<Transaction>> begin(Durability /*durability*/) override
    {
        auto transaction = TRY(ForwardingStore::begin(Durability::process_crash));
        return std::make_unique<TrialTransaction>(std::move(transaction));
    }

    // Upkeep would write.
    Result<void> maintain() override { return {}; }
    Result<void> settle() override { return {}; }
};

}  // namespace

std::unique_ptr<Store> make_trial_store(std::unique_ptr<Store> store)
{
    return std::make_unique<TrialStore>(std::move(store));
}

}  // namespace azen
