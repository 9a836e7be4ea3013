#include "core/store/sqlite/sqlite_transaction.h"

#include <sqlite3.h>

namespace azen::sqlite {
namespace {

/// SQLite takes this setting only between transactions.
void set_durability(Connection& connection, Durability durability)
{
    if (connection.durability == durability) {
        return;
    }
    connection.database.execute(durability == Durability::power_loss
                                    ? "PRAGMA synchronous = FULL"
                                    : "PRAGMA synchronous = NORMAL");
    connection.durability = durability;
}

}  // namespace

SqliteTransaction::SqliteTransaction(ConnectionLock connection, const FileWatch& watch)
    : connection_{std::move(connection)},
      watch_{watch},
      keys_{database(), ledger()},
      records_{database(), ledger()},
      usage_{database(), ledger()},
      memories_{database()},
      master_keys_{database()},
      accounts_{database()},
      members_{database()},
      sessions_{database()},
      audit_{database()}
{}

SqliteTransaction::~SqliteTransaction()
{
    if (open_) {
        const bool touched = is_touched();
        database().handle().tryExec("ROLLBACK");
        if (touched) {
            ledger().rolled_back();
        }
    }
}

Result<void> SqliteTransaction::begin(Durability durability)
{
    TRY(database().damage()->check());
    TRY(ledger().read_ahead());
    TRY(guarded([&]() -> Result<void> {
        set_durability(**connection_, durability);
        Query{database(), "BEGIN IMMEDIATE"}.run();
        return {};
    }));
    open_ = true;
    TRY(ledger().catch_up());
    changes_before_ = total_changes();
    return {};
}

bool SqliteTransaction::is_undone() const
{
    return sqlite3_get_autocommit((*connection_)->database.handle().getHandle()) != 0;
}

Result<void> SqliteTransaction::touch()
{
    return guarded([&]() -> Result<void> {
        // There and back: what stays as it is SQLite does not write.
        Query{database(), "UPDATE journal_fold SET folded_through = folded_through + 1"}.run();
        Query{database(), "UPDATE journal_fold SET folded_through = folded_through - 1"}.run();
        return {};
    });
}

Result<void> SqliteTransaction::commit()
{
    TRY(keys_.flush());
    TRY(ledger().flush());
    TRY(database().damage()->check());  // a call of its own may have met it, or a reader
    TRY(guarded([&]() -> Result<void> {
        Query{database(), "COMMIT"}.run();
        open_ = false;
        return {};
    }));
    return (*connection_)->durability == Durability::power_loss ? watch_.check() : Result<void>{};
}

std::int64_t SqliteTransaction::total_changes()
{
    return sqlite3_total_changes64(database().handle().getHandle());
}

/// Whether the ledger may hold what will not have been: not after reading alone, so that it knows
/// next time what it knew.
bool SqliteTransaction::is_touched()
{
    return changes_before_ != total_changes() || ledger().has_pending() || is_undone();
}

}  // namespace azen::sqlite
