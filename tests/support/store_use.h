#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "core/service/memory_service.h"
#include "core/store/store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keyring.h"
#include "support/sample_keys.h"

/// A store used as a server uses it.
namespace azen::test {

/// A request made with the secret "secret-NAME" of sample_key(NAME): it is counted once the
/// transaction is committed.
inline Result<std::unique_ptr<Transaction>> begin_charge(Store& store, std::string_view name)
{
    auto transaction = TRY(store.begin(Durability::process_crash));
    const SecretHash hash = hash_of("secret-" + std::string{name});
    LiveSecret found;
    TRY(transaction->keys().find_live({&hash, 1}, {&found, 1}));
    REQUIRE(found.key != nullptr);
    KeyUse use = found.key->use();
    ++use.request_count;
    transaction->keys().record_use(*found.key, use);
    return transaction;
}

/// Memories of sample_organization("acme").
class SampleMemories {
public:
    /// Its id, once it is durable.
    Result<std::string> create(Store& store, const std::string& text)
    {
        const auto transaction = TRY(store.begin(Durability::power_loss));
        const CreatedMemory created = TRY(service_.create(
            *transaction, organization_, {.text = text, .dedup_key = {}}, clock_.now()));
        TRY(transaction->commit());
        return created.id;
    }

    bool has(Store& store, const std::string& id)
    {
        const auto transaction = must(store.begin(Durability::process_crash));
        const bool found = must(service_.find(*transaction, organization_, id)).has_value();
        must(transaction->commit());
        return found;
    }

private:
    std::string organization_ = "organization-acme";
    FakeClock clock_;
    FakeRandom random_;
    Keyring keyring_{sample_keyring(random_)};
    MemoryService service_{keyring_, random_};
};

}  // namespace azen::test
