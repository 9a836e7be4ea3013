#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/store/forwarding_store.h"

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
class RecordingStore final : public ForwardingStore {
public:
    explicit RecordingStore(Store& store) : ForwardingStore{store} {}

    StoreScript script;

    Result<std::unique_ptr<Transaction>> begin(Durability durability) override
    {
        script.begun.push_back(durability);
        if (script.fail_begin) {
            return fail(ErrorKind::store, "the store is locked");
        }
        return std::make_unique<Recorded>(TRY(ForwardingStore::begin(durability)), script);
    }

private:
    class Recorded final : public ForwardingTransaction {
    public:
        Recorded(std::unique_ptr<Transaction> transaction, StoreScript& script)
            : ForwardingTransaction{std::move(transaction)}, script_{script}
        {}

        bool is_undone() const override { return script_.undone; }

        Result<void> commit() override
        {
            ++script_.commits;
            if (script_.fail_commit || script_.undone) {
                return fail(ErrorKind::store, "the disk is full");
            }
            return ForwardingTransaction::commit();
        }

    private:
        StoreScript& script_;
    };
};

}  // namespace azen::test
