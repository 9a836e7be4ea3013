#pragma once

#include "core/store/sqlite/database.h"
#include "core/store/sqlite/ledger.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// Keys in SQLite: authentication through the ledger, administration through the tables.
class SqliteKeyRows final : public KeyRows {
public:
    SqliteKeyRows(Database& database, Ledger& ledger) : database_{database}, ledger_{ledger} {}

    Result<void> find_live(std::span<const SecretHash> hashes, std::span<LiveSecret> found) override
    {
        return ledger_.find(hashes, found);
    }
    void record_use(LiveKey& key, const KeyUse& use) override { ledger_.record_use(key, use); }

    void record_retiring_use(const SecretUse& use) override;

    Result<void> insert(const ApiKey& key, const KeySecret& secret) override;
    Result<std::vector<ApiKey>> list(const KeyQuery& query) override;
    Result<void> update(const ApiKey& key) override;
    Result<KeySecrets> secrets(std::string_view key_id) override;
    Result<void> put_secrets(std::string_view key_id, const KeySecrets& secrets) override;
    Result<std::vector<SecretUse>> retiring_uses(std::string_view key_id) override;
    Result<std::int64_t> count(const KeyQuery& query) override;

    /// Writes who used retiring secrets. Before a commit; nearly always there is nothing to do.
    Result<void> flush() { return retiring_uses_.empty() ? Result<void>{} : write_recorded(); }

private:
    Result<void> write_recorded();

    Database& database_;
    Ledger& ledger_;
    std::vector<SecretUse> retiring_uses_;
};

}  // namespace azen::sqlite
