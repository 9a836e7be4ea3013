#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/account.h"
#include "core/account/session.h"
#include "core/audit/audit_entry.h"
#include "core/base/clock.h"
#include "core/base/crypto.h"
#include "core/base/result.h"
#include "core/key/api_key.h"
#include "core/key/rotation.h"
#include "core/memory/cipher.h"
#include "core/store/live_key.h"
#include "core/usage/usage.h"

/// The seam between what azen decides and where it is kept. Nothing above this header knows SQL.
///
/// Everything happens in transactions, one at a time in the whole store, however many processes
/// share it: what a transaction reads is exact, not merely fresh. A transaction is meant to carry
/// a batch (all requests of one turn of a server's loop), so that its price is shared.
///
/// Every failure here is ErrorKind::store unless said otherwise.
namespace azen {

/// Which keys to list, in order of creation, newest first.
struct KeyQuery {
    std::optional<std::string> organization_id;
    std::optional<std::string> user_id{};
    std::optional<std::string> reference;  // matches an id, a name or a secret's start, whole
    std::int64_t offset = 0;
    std::int64_t limit = 100;
};

class KeyRows {
public:
    virtual ~KeyRows() = default;

    /// Looks up all secrets of a batch at once: `found[i]` answers `hashes[i]`. The keys pointed to
    /// stay where they are, and show later changes, until the transaction ends.
    virtual Result<void> find_live(std::span<const SecretHash> hashes,
                                   std::span<LiveSecret> found) = 0;

    /// Replaces a key's use; durable with the commit. For requests: cheap, no row is touched.
    virtual void record_use(LiveKey& key, const KeyUse& use) = 0;

    /// A pending secret was used for the first time: with the commit it is active, and the one
    /// before it retires. No harm when it is not pending any more. For requests.
    virtual void record_first_use(const LiveKey& key, const SecretHash& secret, Timestamp now) = 0;

    /// A retiring secret was used: adds to what is known of that client. For requests.
    virtual void record_retiring_use(const SecretUse& use) = 0;

    /// ErrorKind::conflict when the id or the secret exists already.
    virtual Result<void> insert(const ApiKey& key, const KeySecret& secret) = 0;

    virtual Result<std::vector<ApiKey>> list(const KeyQuery& query) = 0;

    /// The newest key of which a secret was made for that request (KeySecret::request).
    virtual Result<std::optional<ApiKey>> find_requested(const SecretHash& request) = 0;

    /// Writes all of a key that can change, its use included. Its secrets become revoked with it.
    virtual Result<void> update(const ApiKey& key) = 0;

    /// All secrets that a key has had. Empty when there is no such key.
    virtual Result<KeySecrets> secrets(std::string_view key_id) = 0;

    /// Writes a key's secrets as a step of rotation left them. `ApiKey::start` follows the active
    /// one. ErrorKind::not_found when there is no such key.
    virtual Result<void> put_secrets(std::string_view key_id, const KeySecrets& secrets) = 0;

    /// Who used a key's retiring secret, latest first: the latest 16 clients.
    virtual Result<std::vector<SecretUse>> retiring_uses(std::string_view key_id) = 0;

    /// How many keys there are.
    virtual Result<std::int64_t> count() = 0;
};

/// A key and all versions of its secret.
struct KeyRecord {
    std::int64_t row = 0;  // the store's own number for it; grows with every insert
    ApiKey key;
    KeySecrets secrets;  // oldest first
};

/// Whole keys, for administration in bulk: what is counted of them and not folded is in what is
/// read, and requests of every process see what is written from their next transaction on. For
/// transactions that carry no requests.
class KeyRecords {
public:
    virtual ~KeyRecords() = default;

    /// In order of creation, oldest first: at most `limit` of those whose row is above `after`, of
    /// one organization if it is given.
    virtual Result<std::vector<KeyRecord>> list(
        std::int64_t after,
        std::int64_t limit,
        const std::optional<std::string>& organization_id) = 0;

    /// By its id alone.
    virtual Result<std::optional<ApiKey>> find(std::string_view id) = 0;

    /// Adds a key as it is. ErrorKind::conflict when the id or a secret exists already: then the
    /// transaction may hold a part of it, and is not to be committed.
    virtual Result<void> insert(const ApiKey& key, const KeySecrets& secrets) = 0;

    /// Puts a key in the place of the one with its id: all but its owners, its row and its usage.
    /// ErrorKind::not_found when there is none; ErrorKind::conflict as for insert().
    virtual Result<void> replace(const ApiKey& key, const KeySecrets& secrets) = 0;

    /// Removes a key for good, with its secrets and its use. What it did stays in the usage of its
    /// organization, though no longer by key. Whether there was one.
    virtual Result<bool> erase(std::string_view id) = 0;
};

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

/// A memory as it is kept.
struct MemoryRow {
    std::int64_t row = 0;  // grows with every insert, never used twice; set by insert()
    std::string id;
    std::string organization_id;
    std::vector<std::byte> dedup;  // fingerprint of the dedup key; empty: none
    Sealed sealed;
    Timestamp created_at{};
};

/// What searching needs: a view of the memories that does not wait for transactions.
/// One per thread.
class MemoryReader {
public:
    virtual ~MemoryReader() = default;

    /// At most `limit` rows of an organization whose number is above `after`, ascending.
    virtual Result<std::vector<MemoryRow>> after(std::string_view organization_id,
                                                 std::int64_t after,
                                                 std::int64_t limit) = 0;

    /// The row of that number, if the organization still has it.
    virtual Result<std::optional<MemoryRow>> at(std::string_view organization_id,
                                                std::int64_t row) = 0;

    /// As after(), of all organizations: for who administers the store.
    virtual Result<std::vector<MemoryRow>> all_after(std::int64_t after, std::int64_t limit) = 0;
};

class MemoryRows {
public:
    virtual ~MemoryRows() = default;

    /// Sets `row.row`. ErrorKind::conflict when the organization has the id or the dedup already.
    virtual Result<void> insert(MemoryRow& row) = 0;

    virtual Result<std::optional<MemoryRow>> find(std::string_view organization_id,
                                                  std::string_view id) = 0;
    virtual Result<std::optional<MemoryRow>> find_dedup(std::string_view organization_id,
                                                        std::span<const std::byte> dedup) = 0;

    /// Newest first.
    virtual Result<std::vector<MemoryRow>> list(std::string_view organization_id,
                                                std::int64_t offset,
                                                std::int64_t limit) = 0;
    virtual Result<std::int64_t> count(std::string_view organization_id) = 0;

    /// Whether there was one to erase.
    virtual Result<bool> erase(std::string_view organization_id, std::string_view id) = 0;
};

/// Which master keys memories are sealed under (core/memory/keyring.h), and sealing them anew.
class MasterKeyRows {
public:
    virtual ~MasterKeyRows() = default;

    /// The id of the one under which memories are sealed from now on; nullopt: none has been yet.
    virtual Result<std::optional<std::string>> current() = 0;
    virtual Result<void> put_current(std::string_view key_id) = 0;

    /// The ids of all under which some memory is sealed, ascending. Cheap.
    virtual Result<std::vector<std::string>> in_use() = 0;

    /// At most `limit` memories of all organizations that are sealed under another one and whose
    /// number is above `after`, ascending.
    virtual Result<std::vector<MemoryRow>> sealed_otherwise(std::string_view key_id,
                                                            std::int64_t after,
                                                            std::int64_t limit) = 0;
    virtual Result<std::int64_t> count_sealed_otherwise(std::string_view key_id) = 0;

    /// Writes the fingerprint and the sealed text of the memory with that number.
    virtual Result<void> reseal(const MemoryRow& row) = 0;
};

/// Some of many, in order of creation, newest first.
struct Page {
    std::int64_t offset = 0;
    std::int64_t limit = 100;
};

class AccountRows {
public:
    virtual ~AccountRows() = default;

    /// An id wins over another's equal name.
    virtual Result<std::optional<Organization>> find_organization(std::string_view id_or_name) = 0;
    virtual Result<std::optional<Organization>> find_slug(std::string_view slug) = 0;

    /// ErrorKind::conflict when the id, the name or the slug is taken.
    virtual Result<void> insert(const Organization& organization) = 0;
    virtual Result<std::vector<Organization>> organizations(const Page& page) = 0;

    /// By id, name or address; where they are of several users, in this order.
    virtual Result<std::optional<User>> find_user(std::string_view reference) = 0;
    virtual Result<std::optional<User>> find_email(std::string_view email) = 0;

    /// ErrorKind::conflict when the id, the name or the address is taken.
    virtual Result<void> insert(const User& user) = 0;
    virtual Result<std::vector<User>> users(const Page& page) = 0;

    /// Writes all of a user but its id and when it was made.
    virtual Result<void> update(const User& user) = 0;
};

class MemberRows {
public:
    virtual ~MemberRows() = default;

    virtual Result<std::optional<Member>> find(std::string_view organization_id,
                                               std::string_view user_id) = 0;

    /// All of an organization, or all of a user, in order of joining.
    virtual Result<std::vector<Member>> of_organization(std::string_view organization_id) = 0;
    virtual Result<std::vector<Member>> of_user(std::string_view user_id) = 0;

    /// Adds a member, or gives one that is there another role.
    virtual Result<void> put(const Member& member) = 0;
    virtual Result<void> erase(std::string_view organization_id, std::string_view user_id) = 0;
};

class SessionRows {
public:
    virtual ~SessionRows() = default;

    /// The session of an enabled user whose token has that hash, also when its time is over.
    virtual Result<std::optional<Session>> find(const Digest& token_hash) = 0;
    virtual Result<std::optional<Session>> find_id(std::string_view id) = 0;

    virtual Result<void> insert(const Session& session, const Digest& token_hash) = 0;

    /// Writes when a session ends and in what organization it works.
    virtual Result<void> update(const Session& session) = 0;

    /// Those of one user, or of all.
    virtual Result<std::vector<Session>> list(const std::optional<std::string>& user_id,
                                              const Page& page) = 0;

    /// Whether there was one to erase.
    virtual Result<bool> erase(std::string_view id) = 0;

    /// How many there were.
    virtual Result<std::int64_t> erase_of(std::string_view user_id) = 0;
    virtual Result<void> erase_expired(Timestamp now) = 0;
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
