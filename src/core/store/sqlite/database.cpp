#include "core/store/sqlite/database.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sqlite3.h>

namespace azen::sqlite {
namespace {

Error broken(std::string message, std::string hint = {})
{
    return {.kind = ErrorKind::store, .message = std::move(message), .hint = std::move(hint)};
}

Error corrupt(const std::string& reason)
{
    return broken("the store is corrupt: " + reason, "stop using the file and restore a backup");
}

/// The primary code of an extended one.
int primary_code(const SQLite::Exception& exception)
{
    return exception.getErrorCode() & 0xff;
}

}  // namespace

Error to_error(const SQLite::Exception& exception)
{
    const std::string reason = exception.what();
    switch (primary_code(exception)) {
        case SQLITE_CONSTRAINT:
            return {.kind = ErrorKind::conflict,
                    .message = "the store already holds this: " + reason,
                    .hint = {}};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return broken("the store is locked by another process",
                          "wait for that process, or stop it, and try again");
        case SQLITE_NOTADB:
            return broken("the file is not an azen store",
                          "name another file with --db or AZEN_DB");
        case SQLITE_CORRUPT: return corrupt(reason);
        case SQLITE_FULL: return broken("the disk is full", "free some space and try again");
        case SQLITE_IOERR:
            return broken("the disk fails: " + reason,
                          "look into the system's log, check the disk, and try again");
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            return broken(
                "the store cannot be opened for writing: " + reason,
                "check the permissions of the file and of its directory, and 'ulimit -n'");
        default: return broken("the store failed: " + reason);
    }
}

Result<void> Damage::check() const
{
    return is_found_ ? tl::unexpected(corrupt("a page is not as it was written")) : Result<void>{};
}

Database::Database(const std::string& file,
                   int flags,
                   milliseconds busy_timeout,
                   std::shared_ptr<Damage> damage)
    : damage_{std::move(damage)}, handle_{file, flags, static_cast<int>(busy_timeout.count())}
{}

void Database::pass_on(const SQLite::Exception& exception)
{
    const int code = primary_code(exception);
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        if (has_disk_failed()) {
            throw SQLite::Exception{"a page cannot be read", SQLITE_IOERR};
        }
        damage_->note();
    }
    throw;
}

// What SQLite fails to read with one of these errors it calls SQLITE_IOERR_CORRUPTFS, and tells the
// caller of a corrupt file (its os_unix.c and vdbe.c). It keeps the last error of each file.
bool Database::has_disk_failed()
{
    constexpr std::array disk_errors{EIO, ENXIO, ERANGE};
    const auto is_one = [&](int error) {
        return std::ranges::find(disk_errors, error) != disk_errors.end();
    };
    int of_file = 0;
    int of_log = 0;
    sqlite3_file* log = nullptr;
    sqlite3* const database = handle_.getHandle();
    sqlite3_file_control(database, "main", SQLITE_FCNTL_LAST_ERRNO, &of_file);
    sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log != nullptr && log->pMethods != nullptr) {
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &of_log);
    }
    return is_one(of_file) || is_one(of_log);
}

SQLite::Statement& Database::prepare(std::string_view sql)
{
    const auto found = statements_.find(sql);
    if (found != statements_.end()) {
        return found->second;
    }
    const std::string text{sql};
    return watch([&]() -> SQLite::Statement& {
        return statements_.emplace(text, SQLite::Statement{handle_, text}).first->second;
    });
}

std::span<const std::byte> Query::blob(int column) const
{
    const auto value = statement_.getColumn(column);
    const auto* begin = static_cast<const std::byte*>(value.getBlob());
    return {begin, static_cast<std::size_t>(value.getBytes())};
}

std::vector<std::byte> Query::bytes(int column) const
{
    const std::span<const std::byte> value = blob(column);
    return {value.begin(), value.end()};
}

Digest Query::digest(int column) const
{
    const std::span<const std::byte> value = blob(column);
    Digest digest{};
    std::copy_n(value.begin(), std::min(value.size(), digest.size()), digest.begin());
    return digest;
}

std::optional<std::int64_t> Query::optional_integer(int column) const
{
    return is_null(column) ? std::nullopt : std::optional{integer(column)};
}

std::optional<Timestamp> Query::optional_time(int column) const
{
    return is_null(column) ? std::nullopt : std::optional{time(column)};
}

std::optional<std::string> Query::optional_text(int column) const
{
    return is_null(column) ? std::nullopt : std::optional{text(column)};
}

void Query::bind(int index, std::span<const std::byte> value)
{
    // A blob of zero bytes must not become NULL, which a null pointer would make it.
    statement_.bind(index,
                    value.empty() ? "" : static_cast<const void*>(value.data()),
                    static_cast<int>(value.size()));
}

}  // namespace azen::sqlite
