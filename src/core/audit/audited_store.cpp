#include "core/audit/audited_store.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/audit/key_change_text.h"

namespace azen {
namespace {

struct Subject {
    const std::string& id;
    const std::string& name;
};

/// Tells one trail of what one actor does.
class Recorder {
public:
    Recorder(AuditRows& audit, const Actor& actor, const Clock& clock)
        : audit_{audit}, actor_{actor}, clock_{clock}
    {}

    Result<void> record(std::string_view action, const Subject& subject, std::string change)
    {
        return audit_.append({.at = clock_.now(),
                              .actor = actor_,
                              .action = std::string{action},
                              .subject_id = subject.id,
                              .subject_name = subject.name,
                              .change = std::move(change)});
    }

private:
    AuditRows& audit_;
    const Actor& actor_;
    const Clock& clock_;
};

class AuditedKeyRows final : public KeyRows {
public:
    AuditedKeyRows(KeyRows& rows, Recorder& recorder) : rows_{rows}, recorder_{recorder} {}

    Result<void> find_live(std::span<const SecretHash> hashes, std::span<LiveSecret> found) override
    {
        return rows_.find_live(hashes, found);
    }
    void record_use(LiveKey& key, const KeyUse& use) override { rows_.record_use(key, use); }
    void record_first_use(const LiveKey& key, const SecretHash& secret, Timestamp now) override
    {
        rows_.record_first_use(key, secret, now);
    }
    void record_retiring_use(const SecretUse& use) override { rows_.record_retiring_use(use); }

    Result<void> insert(const ApiKey& key, const KeySecret& secret) override
    {
        TRY(rows_.insert(key, secret));
        return recorder_.record("key.create", subject(key), key_change_text::of_new(key));
    }

    Result<void> update(const ApiKey& key) override
    {
        const ApiKey before = TRY(find(key.id));
        TRY(rows_.update(key));
        std::string change = key_change_text::between(before, key);
        if (change.empty()) {
            return {};
        }
        return recorder_.record(
            key_change_text::action(before, key), subject(key), std::move(change));
    }

    Result<void> put_secrets(std::string_view key_id, const KeySecrets& secrets) override
    {
        const ApiKey key = TRY(find(key_id));
        const KeySecrets before = TRY(rows_.secrets(key_id));
        TRY(rows_.put_secrets(key_id, secrets));
        std::string change = key_change_text::between(before, secrets);
        if (change.empty()) {
            return {};
        }
        return recorder_.record(
            key_change_text::action(before, secrets), subject(key), std::move(change));
    }

    Result<std::vector<ApiKey>> list(const KeyQuery& query) override { return rows_.list(query); }
    Result<KeySecrets> secrets(std::string_view key_id) override { return rows_.secrets(key_id); }
    Result<std::vector<SecretUse>> retiring_uses(std::string_view key_id) override
    {
        return rows_.retiring_uses(key_id);
    }
    Result<std::int64_t> count() override { return rows_.count(); }

private:
    static Subject subject(const ApiKey& key) { return {.id = key.id, .name = key.name}; }

    /// By its id alone, though another key may have it for a name.
    Result<ApiKey> find(std::string_view id)
    {
        auto keys = TRY(rows_.list({.organization_id = {}, .reference = std::string{id}}));
        const auto found = std::ranges::find(keys, id, &ApiKey::id);
        if (found == keys.end()) {
            return fail(ErrorKind::not_found, "no such key");
        }
        return std::move(*found);
    }

    KeyRows& rows_;
    Recorder& recorder_;
};

class AuditedAccountRows final : public AccountRows {
public:
    AuditedAccountRows(AccountRows& rows, Recorder& recorder) : rows_{rows}, recorder_{recorder} {}

    Result<std::optional<Organization>> find_organization(std::string_view id_or_name) override
    {
        return rows_.find_organization(id_or_name);
    }
    Result<std::optional<User>> find_user(std::string_view id_or_name) override
    {
        return rows_.find_user(id_or_name);
    }
    Result<void> insert(const Organization& organization) override
    {
        TRY(rows_.insert(organization));
        return record_new("organization.create", organization);
    }
    Result<void> insert(const User& user) override
    {
        TRY(rows_.insert(user));
        return record_new("user.create", user);
    }

private:
    template <typename Account>
    Result<void> record_new(std::string_view action, const Account& account)
    {
        const nlohmann::ordered_json change{
            {"after", {{"id", account.id}, {"name", account.name}}}};
        return recorder_.record(
            action,
            {.id = account.id, .name = account.name},
            change.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    }

    AccountRows& rows_;
    Recorder& recorder_;
};

class AuditedTransaction final : public Transaction {
public:
    AuditedTransaction(std::unique_ptr<Transaction> transaction, Actor actor, const Clock& clock)
        : transaction_{std::move(transaction)},
          actor_{std::move(actor)},
          recorder_{transaction_->audit(), actor_, clock},
          keys_{transaction_->keys(), recorder_},
          accounts_{transaction_->accounts(), recorder_}
    {}

    KeyRows& keys() override { return keys_; }
    UsageRows& usage() override { return transaction_->usage(); }
    MemoryRows& memories() override { return transaction_->memories(); }
    AccountRows& accounts() override { return accounts_; }
    AuditRows& audit() override { return transaction_->audit(); }
    bool is_undone() const override { return transaction_->is_undone(); }
    Result<void> commit() override { return transaction_->commit(); }

private:
    std::unique_ptr<Transaction> transaction_;
    Actor actor_;
    Recorder recorder_;
    AuditedKeyRows keys_;
    AuditedAccountRows accounts_;
};

class AuditedStore final : public Store {
public:
    AuditedStore(std::unique_ptr<Store> store, Actor actor, const Clock& clock)
        : store_{std::move(store)}, actor_{std::move(actor)}, clock_{clock}
    {}

    Result<std::unique_ptr<Transaction>> begin(Durability durability) override
    {
        return make_audited(TRY(store_->begin(durability)), actor_, clock_);
    }
    Result<std::unique_ptr<MemoryReader>> open_memory_reader() override
    {
        return store_->open_memory_reader();
    }
    Result<void> maintain() override { return store_->maintain(); }
    Result<void> settle() override { return store_->settle(); }
    Result<StoreInfo> info() override { return store_->info(); }

private:
    std::unique_ptr<Store> store_;
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

std::unique_ptr<Transaction> make_audited(std::unique_ptr<Transaction> transaction,
                                          Actor actor,
                                          const Clock& clock)
{
    return std::make_unique<AuditedTransaction>(std::move(transaction), std::move(actor), clock);
}

}  // namespace azen
