#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <sqlite3.h>

#include "core/base/guarded.h"
#include "core/store/sqlite/account_rows.h"
#include "core/store/sqlite/audit_rows.h"
#include "core/store/sqlite/file_watch.h"
#include "core/store/sqlite/key_records.h"
#include "core/store/sqlite/key_rows.h"
#include "core/store/sqlite/ledger.h"
#include "core/store/sqlite/master_key_rows.h"
#include "core/store/sqlite/member_rows.h"
#include "core/store/sqlite/memory_rows.h"
#include "core/store/sqlite/session_rows.h"
#include "core/store/sqlite/sqlite_store.h"
#include "core/store/sqlite/usage_rows.h"
#include "core/store/store_lock.h"

namespace azen::sqlite {

/// The one writing connection of the process, and what it knows.
struct Connection {
    Connection(StoreLock shared, const std::string& file, const SqliteOptions& options)
        : lock{std::move(shared)},
          database{file, SQLITE_OPEN_READWRITE, options.busy_timeout},
          ledger{database, options.fold}
    {}

    StoreLock lock;  // taken before the file is opened, given up after it is closed
    Database database;
    Ledger ledger;
    std::optional<Durability> durability;  // what the connection is set to
};

using ConnectionLock = Guarded<std::unique_ptr<Connection>>::Locked;

/// Has the connection for itself as long as it lives.
class SqliteTransaction final : public Transaction {
public:
    SqliteTransaction(ConnectionLock connection, const FileWatch& watch);
    ~SqliteTransaction() override;
    SqliteTransaction(const SqliteTransaction&) = delete;
    SqliteTransaction& operator=(const SqliteTransaction&) = delete;

    /// To be called first, and once. ErrorKind::store, also when another process writes for longer
    /// than the connection waits.
    Result<void> begin(Durability durability);

    KeyRows& keys() override { return keys_; }
    KeyRecords& records() override { return records_; }
    UsageRows& usage() override { return usage_; }
    MemoryRows& memories() override { return memories_; }
    MasterKeyRows& master_keys() override { return master_keys_; }
    AccountRows& accounts() override { return accounts_; }
    MemberRows& members() override { return members_; }
    SessionRows& sessions() override { return sessions_; }
    AuditRows& audit() override { return audit_; }
    Ledger& ledger() { return (*connection_)->ledger; }

    bool is_undone() const override;
    Result<void> touch() override;

    /// What has to outlast a loss of power is acknowledged only if it went where the next process
    /// will look for it.
    Result<void> commit() override;

private:
    Database& database() { return (*connection_)->database; }
    std::int64_t total_changes();
    bool is_touched();

    ConnectionLock connection_;
    const FileWatch& watch_;
    bool open_ = false;
    std::optional<std::int64_t> changes_before_;  // nullopt: it has not caught up
    SqliteKeyRows keys_;
    SqliteKeyRecords records_;
    SqliteUsageRows usage_;
    SqliteMemoryRows memories_;
    SqliteMasterKeyRows master_keys_;
    SqliteAccountRows accounts_;
    SqliteMemberRows members_;
    SqliteSessionRows sessions_;
    SqliteAuditRows audit_;
};

}  // namespace azen::sqlite
