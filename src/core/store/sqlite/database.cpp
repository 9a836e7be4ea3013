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

/// The last error of the system's for this file. SQLite keeps it until the next one, so that of an
/// old failure would pass for that of a new one: reading beyond the end of the file clears it.
int take_last_error(sqlite3_file& file)
{
    constexpr sqlite3_int64 beyond_any_end = sqlite3_int64{1} << 50;
    int error = 0;
    file.pMethods->xFileControl(&file, SQLITE_FCNTL_LAST_ERRNO, &error);
    std::byte nothing{};
    file.pMethods->xRead(&file, &nothing, 1, beyond_any_end);
    return error;
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
// caller of a corrupt file (its os_unix.c and vdbe.c).
bool Database::has_disk_failed()
{
    constexpr std::array disk_errors{EIO, ENXIO, ERANGE};
    bool has_failed = false;
    for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
        sqlite3_file* file = nullptr;
        sqlite3_file_control(handle_.getHandle(), "main", which, &file);
        if (file != nullptr && file->pMethods != nullptr) {
            const int last = take_last_error(*file);
            has_failed = has_failed || std::ranges::find(disk_errors, last) != disk_errors.end();
        }
    }
    return has_failed;
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
