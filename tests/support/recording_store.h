#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/store/store.h"

namespace azen::test {

/// What happens to a RecordingStore, and what should.
struct StoreScript {
    bool fail_begin = false;
    bool fail_commit = false;
    bool undone = false;  // every transaction claims to have been undone

    std::vector<Durability> begun;
    int commits = 0;
};

/// Passes everything on to a real store, writes down which transactions were begun, and fails where
/// its script says so. One per thread.
class RecordingStore final : public Store {
public:
    explicit RecordingStore(Store& store) : store_{store} {}

    StoreScript script;

    Result<std::unique_ptr<Transaction>> begin(Durability durability) override
    {
        script.begun.push_back(durability);
        if (script.fail_begin) {
            return fail(ErrorKind::store, "the store is locked");
        }
        return std::make_unique<Recorded>(TRY(store_.begin(durability)), script);
    }

    Result<std::unique_ptr<MemoryReader>> open_memory_reader() override
    {
        return store_.open_memory_reader();
    }
    Result<void> maintain() override { return store_.maintain(); }
    Result<void> settle() override { return store_.settle(); }
    Result<StoreInfo> info() override { return store_.info(); }

private:
    class Recorded final : public Transaction {
    public:
        Recorded(std::unique_ptr<Transaction> transaction, StoreScript& script)
            : transaction_{std::move(transaction)}, script_{script}
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
        bool is_undone() const override { return script_.undone; }
        Result<void> touch() override { return transaction_->touch(); }

        Result<void> commit() override
        {
            ++script_.commits;
            if (script_.fail_commit || script_.undone) {
                return fail(ErrorKind::store, "the disk is full");
            }
            return transaction_->commit();
        }

    private:
        std::unique_ptr<Transaction> transaction_;
        StoreScript& script_;
    };

    Store& store_;
};

}  // namespace azen::test
