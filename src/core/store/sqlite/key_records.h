#pragma once

#include "core/store/sqlite/database.h"
#include "core/store/sqlite/ledger.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// Whole keys in SQLite, for administration in bulk. Rows are written at once, and told of through
/// the ledger like every change of a key.
class SqliteKeyRecords final : public KeyRecords {
public:
    SqliteKeyRecords(Database& database, Ledger& ledger) : database_{database}, ledger_{ledger} {}

    Result<std::vector<KeyRecord>> list(std::int64_t after,
                                        std::int64_t limit,
                                        const KeyScope& scope) override;
    Result<std::optional<ApiKey>> find(std::string_view id) override;
    Result<void> insert(const ApiKey& key, const KeySecrets& secrets) override;
    Result<void> replace(const ApiKey& key, const KeySecrets& secrets) override;
    Result<bool> erase(std::string_view id) override;

private:
    Result<void> keep_usage(std::int64_t row);

    Database& database_;
    Ledger& ledger_;
};

}  // namespace azen::sqlite
