#pragma once

#include "core/store/sqlite/database.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// The audit trail in SQLite. Belongs to one transaction; `database` outlives it.
class SqliteAuditRows final : public AuditRows {
public:
    explicit SqliteAuditRows(Database& database) : database_{database} {}

    Result<void> append(const AuditEntry& entry) override;
    Result<std::vector<AuditRow>> list(const AuditQuery& query) override;
    Result<std::int64_t> last_issued() override;

private:
    Database& database_;
};

}  // namespace azen::sqlite
