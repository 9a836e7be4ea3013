#pragma once

#include <memory>
#include <utility>

#include "core/store/store.h"

/// What wraps a store to change a part of what it does derives from these, and says only that part.
namespace azen {

/// Passes everything on to another transaction, which it may own; else that one outlives it.
class ForwardingTransaction : public Transaction {
public:
    explicit ForwardingTransaction(Transaction& target) : target_{target} {}
    explicit ForwardingTransaction(std::unique_ptr<Transaction> target)
        : owned_{std::move(target)}, target_{*owned_}
    {}

    KeyRows& keys() override { return target_.keys(); }
    KeyRecords& records() override { return target_.records(); }
    UsageRows& usage() override { return target_.usage(); }
    MemoryRows& memories() override { return target_.memories(); }
    MasterKeyRows& master_keys() override { return target_.master_keys(); }
    AccountRows& accounts() override { return target_.accounts(); }
    MemberRows& members() override { return target_.members(); }
    SessionRows& sessions() override { return target_.sessions(); }
    AuditRows& audit() override { return target_.audit(); }
    bool is_undone() const override { return target_.is_undone(); }
    Result<void> touch() override { return target_.touch(); }
    Result<void> commit() override { return target_.commit(); }

protected:
    Transaction& target() { return target_; }

private:
    std::unique_ptr<Transaction> owned_;
    Transaction& target_;
};

/// Passes everything on to another store, which it may own; else that one outlives it. As
/// thread-safe as that one.
class ForwardingStore : public Store {
public:
    explicit ForwardingStore(Store& target) : target_{target} {}
    explicit ForwardingStore(std::unique_ptr<Store> target)
        : owned_{std::move(target)}, target_{*owned_}
    {}

    Result<std::unique_ptr<Transaction>> begin(Durability durability) override
    {
        return target_.begin(durability);
    }
    Result<std::unique_ptr<MemoryReader>> open_memory_reader() override
    {
        return target_.open_memory_reader();
    }
    Result<void> maintain() override { return target_.maintain(); }
    Result<void> settle() override { return target_.settle(); }
    Result<StoreInfo> info() override { return target_.info(); }

private:
    std::unique_ptr<Store> owned_;
    Store& target_;
};

}  // namespace azen
