#include "core/store/sqlite/sqlite_store.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include <sqlite3.h>

#include "core/store/sqlite/file_watch.h"
#include "core/store/sqlite/memory_rows.h"
#include "core/store/sqlite/schema.h"
#include "core/store/sqlite/sqlite_transaction.h"
#include "core/store/sqlite/store_info.h"
#include "core/store/sqlite/store_place.h"
#include "core/store/sqlite/write_ahead_log.h"

namespace azen {
namespace sqlite {
namespace {

/// 32 MB. A longer log makes looking for pages in it slower.
constexpr std::int64_t max_log_frames = 8'000;

/// For processes that do not maintain the store, or cannot keep up with it.
constexpr auto set_log_limit = "PRAGMA wal_autocheckpoint = 32000";

enum class FoldWhen { due, now };

class SqliteStore final : public Store {
public:
    SqliteStore(std::string file, milliseconds busy_timeout, std::unique_ptr<Connection> connection)
        : file_{std::move(file)},
          busy_timeout_{busy_timeout},
          connection_{std::move(connection)},
          damage_{(*connection_.lock())->database.damage()},
          watch_{file_},
          log_{file_, busy_timeout, damage_}
    {}

    ~SqliteStore() override
    {
        if (!check_log(file_) || watch_.has_other_log() || !damage_->check()) {
            log_.leave_alone();
            leave_log_alone((*connection_.lock())->database);
        }
    }
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    Result<std::unique_ptr<Transaction>> begin(Durability durability) override
    {
        if (is_lost_) {
            TRY(watch_.check());
        }
        auto transaction = std::make_unique<SqliteTransaction>(connection_.lock(), watch_);
        TRY(transaction->begin(durability));
        return transaction;
    }

    Result<std::unique_ptr<MemoryReader>> open_memory_reader() override
    {
        return guarded([&]() -> Result<std::unique_ptr<MemoryReader>> {
            auto reader = std::make_unique<SqliteMemoryReader>(
                file_, SQLITE_OPEN_READONLY, busy_timeout_, damage_);
            TRY(watch_.check());  // what it has opened is the store
            return reader;
        });
    }

    Result<void> maintain() override
    {
        // Here, and for those alone that wait for the disk anyway in commit(): it would cost others
        // more than it is worth.
        TRY(watch_files());
        TRY(fold(FoldWhen::due));
        TRY(watch_files());
        return shorten_log();
    }

    Result<void> settle() override
    {
        TRY(fold(FoldWhen::now));
        TRY(watch_files());
        return guarded([&]() -> Result<void> {
            const auto connection = connection_.lock();
            Query{(*connection)->database, "PRAGMA wal_checkpoint(TRUNCATE)"}.step();
            return {};
        });
    }

    Result<StoreInfo> info() override
    {
        return guarded([&]() -> Result<StoreInfo> {
            const auto connection = connection_.lock();
            return read_info((*connection)->database, file_);
        });
    }

private:
    Result<void> watch_files();
    Result<void> fold(FoldWhen when);
    Result<FoldPlan> plan_fold(FoldWhen when);
    Result<bool> fold_slice(FoldPlan& plan);
    Result<void> shorten_log();

    std::string file_;
    milliseconds busy_timeout_;
    Guarded<std::unique_ptr<Connection>> connection_;
    std::shared_ptr<Damage> damage_;
    FileWatch watch_;
    std::atomic<bool> is_lost_ = false;  // as watch_files() last saw it
    WriteAheadLog log_;                  // used by maintain() alone
};

Result<void> SqliteStore::watch_files()
{
    const Result<void> sound = watch_.check();
    is_lost_ = !sound;
    return sound;
}

Result<FoldPlan> SqliteStore::plan_fold(FoldWhen when)
{
    SqliteTransaction transaction{connection_.lock(), watch_};
    TRY(transaction.begin(Durability::process_crash));
    Ledger& ledger = transaction.ledger();
    const bool is_due = ledger.is_fold_due() || when == FoldWhen::now;
    TRY(transaction.commit());
    FoldPlan plan = is_due ? ledger.plan_fold() : FoldPlan{};  // once nothing can fail any more
    ledger.trim();
    return plan;
}

Result<bool> SqliteStore::fold_slice(FoldPlan& plan)
{
    SqliteTransaction transaction{connection_.lock(), watch_};
    TRY(transaction.begin(Durability::process_crash));
    const bool goes_on = TRY(transaction.ledger().fold_slice(plan));
    TRY(transaction.commit());
    return goes_on;
}

Result<void> SqliteStore::fold(FoldWhen when)
{
    FoldPlan plan = TRY(plan_fold(when));
    if (plan.through == 0) {
        return {};
    }
    // Without the lock: a million of them take a while.
    std::ranges::sort(plan.keys);
    std::ranges::sort(plan.usage);
    Result<bool> goes_on = true;
    while (goes_on && *goes_on) {
        const auto start = std::chrono::steady_clock::now();
        goes_on = fold_slice(plan);
        if (when == FoldWhen::due) {
            // As long again for the requests: whoever asks for a mutex anew gets it before those
            // who wait for it.
            std::this_thread::sleep_for(std::chrono::steady_clock::now() - start);
        }
    }
    if (!goes_on) {
        // What was on the plan and is not written must be on the next one.
        (*connection_.lock())->ledger.rolled_back();
        return tl::unexpected<Error>(goes_on.error());
    }
    return {};
}

Result<void> SqliteStore::shorten_log()
{
    TRY(damage_->check());
    return guarded([&]() -> Result<void> {
        if (log_.checkpoint() <= max_log_frames) {
            return {};
        }
        // Only a log that has been copied to its end starts over, and requests lengthen it all the
        // time: they have to wait for the last bit.
        const auto connection = connection_.lock();
        log_.checkpoint();
        return {};
    });
}

Result<std::unique_ptr<Connection>> connect(const std::string& file, const SqliteOptions& options)
{
    StoreLock shared = TRY(StoreLock::share(file, options.busy_timeout));
    return guarded([&]() -> Result<std::unique_ptr<Connection>> {
        auto connection = std::make_unique<Connection>(std::move(shared), file, options);
        TRY(check_usable(connection->database));  // the next line writes to the file
        connection->database.execute("PRAGMA journal_mode = WAL");
        connection->database.execute("PRAGMA foreign_keys = ON");
        connection->database.execute(set_log_limit);
        TRY(migrate(connection->database));
        return connection;
    });
}

}  // namespace
}  // namespace sqlite

Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& file,
                                                 const SqliteOptions& options)
{
    TRY(sqlite::make_place(file));
    const std::string real = real_name(file).string();
    auto connection = TRY(sqlite::connect(real, options));
    return std::make_unique<sqlite::SqliteStore>(real, options.busy_timeout, std::move(connection));
}

}  // namespace azen
