#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/audit/audit_entry.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/account_rows.h"
#include "core/store/key_rows.h"
#include "core/store/memory_rows.h"
#include "core/usage/usage.h"

/// The seam between what azen decides and where it is kept. Nothing above this header knows SQL.
///
/// Everything happens in transactions, one at a time in the whole store, however many processes
/// share it: what a transaction reads is exact, not merely fresh. A transaction is meant to carry
/// a batch (all requests of one turn of a server's loop), so that its price is shared.
///
/// Every failure here is ErrorKind::store unless said otherwise.
namespace azen {

class UsageRows {
public:
    virtual ~UsageRows() = default;

    /// Counts one request of the key with that LiveKey::row; durable with the commit. Cheap, no row
    /// is touched.
    virtual void count(std::int64_t key_row, UsageGroup group, bool success, Timestamp now) = 0;

    /// The rows of an organization, or of one key of it, from `first_day` on, in no order.
    virtual Result<std::vector<UsageRow>> since(std::string_view organization_id,
                                                const std::optional<std::string>& key_id,
                                                std::chrono::sys_days first_day) = 0;
};

/// Which entries of the audit trail to read.
struct AuditQuery {
    std::optional<std::string> subject;  // an id or a name, whole
    std::optional<Timestamp> since;
    std::int64_t after = 0;  // those with a higher sequence
    bool newest_first = false;
    std::int64_t offset = 0;
    std::int64_t limit = 100;
};

/// The audit trail: it grows, and nothing in it ever changes.
class AuditRows {
public:
    virtual ~AuditRows() = default;

    /// Links the entry to the one before it.
    virtual Result<void> append(const AuditEntry& entry) = 0;

    virtual Result<std::vector<AuditRow>> list(const AuditQuery& query) = 0;

    /// The highest sequence that was ever given, also if that row is gone; 0: none was.
    virtual Result<std::int64_t> last_issued() = 0;
};

/// One transaction. Rolls back when destroyed before commit(). Used by the thread that began it.
class Transaction {
public:
    virtual ~Transaction() = default;

    virtual KeyRows& keys() = 0;
    virtual KeyRecords& records() = 0;
    virtual UsageRows& usage() = 0;
    virtual MemoryRows& memories() = 0;
    virtual MasterKeyRows& master_keys() = 0;
    virtual AccountRows& accounts() = 0;
    virtual MemberRows& members() = 0;
    virtual SessionRows& sessions() = 0;
    virtual AuditRows& audit() = 0;

    /// Whether a failure has already undone all of it (a full disk does that): ask nothing more of
    /// it; commit() will fail.
    virtual bool is_undone() const = 0;

    /// Writes what changes nothing, so that commit() shows whether the store can be written to.
    virtual Result<void> touch() = 0;

    /// Makes all of it durable, or none. Call it once, last.
    virtual Result<void> commit() = 0;
};

/// What a commit survives.
enum class Durability {
    process_crash,  // kill -9; a power cut may lose the last moments. For counting
    power_loss,     // also a power cut: waits for the disk. For memories, keys and accounts
};

/// How far the journal of what requests change has been folded into the rows.
struct JournalInfo {
    std::int64_t rows = 0;            // that it has; some that are folded stay for other processes
    std::int64_t last = 0;            // the number of the newest one
    std::int64_t folded_through = 0;  // the number of the last one that is folded
};

/// A store in which something is kept. What an older schema does not know is nullopt.
struct StoreInfo {
    int schema_version = 0;
    std::int64_t size_bytes = 0;
    std::int64_t log_bytes = 0;  // of the write-ahead log beside it
    std::int64_t keys = 0;
    std::int64_t memories = 0;
    std::int64_t organizations = 0;
    std::int64_t users = 0;
    std::optional<std::int64_t> sessions;
    std::optional<std::int64_t> audit_entries;
    JournalInfo journal;
    std::optional<std::string> master_key_id;     // under which memories are sealed from now on
    std::vector<std::string> needed_master_keys;  // the ids of all that memories need, that too
};

/// Thread-safe.
class Store {
public:
    virtual ~Store() = default;

    /// Waits for the transaction before it, of this process or another, up to the busy time-out.
    virtual Result<std::unique_ptr<Transaction>> begin(Durability durability) = 0;

    virtual Result<std::unique_ptr<MemoryReader>> open_memory_reader() = 0;

    /// Bounds what the store keeps besides its rows; fails, and begin() with it, once its files are
    /// no longer where they were. Cheap: call it every second or so, from one thread.
    virtual Result<void> maintain() = 0;

    /// Moves all that requests have counted into the rows, and these into the main file. For when
    /// the process ends; what has been committed is safe without it.
    virtual Result<void> settle() = 0;

    virtual Result<StoreInfo> info() = 0;
};

}  // namespace azen
