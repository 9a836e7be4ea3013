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

    Result<void> insert(const ApiKey& key, const KeySecret& secret) override;
    Result<std::vector<ApiKey>> list(const KeyQuery& query) override;
    Result<void> update(const ApiKey& key) override;
    Result<std::int64_t> count() override;

private:
    Database& database_;
    Ledger& ledger_;
};

}  // namespace azen::sqlite
