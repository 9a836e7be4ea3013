#include "core/store/sqlite/store_file.h"

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>

#include <system_error>

#include <sqlite3.h>

#include "core/store/sqlite/audit_rows.h"
#include "core/store/sqlite/journal.h"
#include "core/store/sqlite/memory_rows.h"
#include "core/store/sqlite/schema.h"
#include "core/store/sqlite/store_info.h"
#include "core/store/sqlite/write_ahead_log.h"
#include "core/store/store_lock.h"

namespace azen {
namespace sqlite {
namespace {

/// A server's transactions and checkpoints are over long before that.
constexpr milliseconds patience{5'000};

class SqliteInspection final : public StoreInspection {
public:
    explicit SqliteInspection(const std::string& file)
        : file_{file}, database_{file, SQLITE_OPEN_READWRITE, patience}
    {}

    Database& database() { return database_; }

    Result<StoreInfo> info() override
    {
        return guarded([&]() -> Result<StoreInfo> { return read_info(database_, file_); });
    }

    Result<std::vector<std::string>> damages() override;
    Result<void> read_journal() override;
    AuditRows& audit() override { return audit_; }
    MemoryReader& memories() override { return memories_; }

private:
    std::string file_;
    Database database_;
    SqliteAuditRows audit_{database_};
    SqliteMemoryReader memories_{file_, SQLITE_OPEN_READWRITE, patience, database_.damage()};
};

Result<std::vector<std::string>> SqliteInspection::damages()
{
    return guarded([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> damages;
        Query pages{database_, "PRAGMA integrity_check(100)"};
        while (pages.step()) {
            if (pages.text(0) != "ok") {
                damages.push_back(pages.text(0));
            }
        }
        Query references{database_,
                         "SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 100"};
        while (references.step()) {
            damages.push_back(fmt::format("a row of {} refers to one of {} that is not there",
                                          references.text(0),
                                          references.text(1)));
        }
        return damages;
    });
}

Result<void> check_row(std::int64_t seq, std::span<const std::byte> entries)
{
    JournalReader reader{entries};
    for (;;) {
        const auto entry = reader.next();
        if (!entry) {
            return fail(ErrorKind::store,
                        fmt::format("row {} of the journal: {}", seq, entry.error().message));
        }
        if (!*entry) {
            return {};
        }
    }
}

Result<void> SqliteInspection::read_journal()
{
    return guarded([&]() -> Result<void> {
        Query rows{database_, "SELECT seq, entries FROM journal ORDER BY seq"};
        while (rows.step()) {
            TRY(check_row(rows.integer(0), rows.blob(1)));
        }
        return {};
    });
}

Result<void> require_file(const std::filesystem::path& file)
{
    std::error_code unknown;  // what cannot be looked at, opening will report
    if (!std::filesystem::exists(file, unknown) && !unknown) {
        return fail(ErrorKind::not_found,
                    fmt::format("there is no store at {}", file.string()),
                    "name another file");
    }
    return {};
}

Result<std::unique_ptr<SqliteInspection>> inspect(const std::filesystem::path& file)
{
    TRY(require_file(file));
    TRY(StoreLock::check(file));
    const std::string real = real_name(file).string();
    std::error_code unknown;
    const bool has_log = std::filesystem::exists(real + "-wal", unknown);
    return guarded([&]() -> Result<std::unique_ptr<SqliteInspection>> {
        auto inspection = std::make_unique<SqliteInspection>(real);
        if (has_log) {
            leave_log_alone(inspection->database());  // to look at a store changes nothing of it
        }
        TRY(check_usable(inspection->database()));
        return inspection;
    });
}

/// In one step: a copy made in several would begin anew whenever somebody writes in between. A
/// reader of a write-ahead log holds up nobody. The copy needs no journal of its own: half of one
/// is thrown away.
Result<void> copy_pages(Database& from, const std::filesystem::path& copy)
{
    Database to{copy.string(), SQLITE_OPEN_READWRITE, patience};
    to.execute("PRAGMA journal_mode = OFF");
    to.execute("PRAGMA synchronous = OFF");
    SQLite::Backup backup{to.handle(), from.handle()};
    if (backup.executeStep() != SQLITE_DONE) {
        return fail(ErrorKind::store,
                    "the store is locked by another process",
                    "wait for that process, or stop it, and try again");
    }
    return {};
}

/// The pages say that there is a write-ahead log; with a journal that is deleted after each
/// transaction the copy is one file, and can be read from where nothing can be written.
void leave_write_ahead_log(Database& database)
{
    database.execute("PRAGMA locking_mode = EXCLUSIVE");
    database.execute("PRAGMA journal_mode = DELETE");
    database.execute("BEGIN EXCLUSIVE");
    database.execute("COMMIT");
}

Result<void> finish_copy(const std::filesystem::path& copy, CopySchema schema)
{
    Database database{copy.string(), SQLITE_OPEN_READWRITE, patience};
    leave_write_ahead_log(database);
    return schema == CopySchema::current ? migrate(database) : Result<void>{};
}

Result<void> verify_copy(const std::filesystem::path& copy)
{
    const auto inspection = TRY(inspect(copy));
    const std::vector<std::string> damages = TRY(inspection->damages());
    if (!damages.empty()) {
        return fail(ErrorKind::store,
                    fmt::format("the store is corrupt: {}", damages.front()),
                    "stop using the file and restore a backup");
    }
    return inspection->read_journal();
}

}  // namespace
}  // namespace sqlite

Result<std::unique_ptr<StoreInspection>> inspect_sqlite_store(const std::filesystem::path& file)
{
    return sqlite::inspect(file);
}

Result<void> copy_sqlite_store(const std::filesystem::path& from,
                               const std::filesystem::path& copy,
                               CopySchema schema)
{
    const auto source = TRY(sqlite::inspect(from));
    TRY(sqlite::guarded([&] { return sqlite::copy_pages(source->database(), copy); }));
    TRY(sqlite::guarded([&] { return sqlite::finish_copy(copy, schema); }));
    return sqlite::verify_copy(copy);
}

Result<void> settle_unused_sqlite_store(const std::filesystem::path& file)
{
    try {
        sqlite::Database database{file.string(), SQLITE_OPEN_READWRITE, milliseconds{0}};
        sqlite::leave_write_ahead_log(database);
        return {};
    } catch (const SQLite::Exception& exception) {
        const int code = exception.getErrorCode() & 0xff;
        return code == SQLITE_BUSY || code == SQLITE_LOCKED
                   ? Result<void>{tl::unexpected<Error>(sqlite::to_error(exception))}
                   : Result<void>{};
    }
}

}  // namespace azen
