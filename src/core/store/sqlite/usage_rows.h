#pragma once

#include "core/store/sqlite/database.h"
#include "core/store/sqlite/ledger.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// Usage in SQLite: counted through the ledger, read from the tables and from what the ledger knows
/// beyond them. Belongs to one transaction; both references outlive it.
class SqliteUsageRows final : public UsageRows {
public:
    SqliteUsageRows(Database& database, Ledger& ledger) : database_{database}, ledger_{ledger} {}

    void count(std::int64_t key_row, UsageGroup group, bool success, Timestamp now) override;
    Result<std::vector<UsageRow>> since(std::string_view organization_id,
                                        const std::optional<std::string>& key_id,
                                        std::chrono::sys_days first_day) override;

private:
    Database& database_;
    Ledger& ledger_;
};

/// Writes what a key has done on one day, in whole, into usage_days. Nothing when the key is gone.
/// Throws SQLite::Exception.
void write_total(Database& database, const UsageSlot& slot, const UsageCount& total);

}  // namespace azen::sqlite
