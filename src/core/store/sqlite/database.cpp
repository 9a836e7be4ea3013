#include "core/store/sqlite/database.h"

#include <algorithm>

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

void Damage::note(const SQLite::Exception& exception)
{
    const int code = primary_code(exception);
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        is_found_ = true;
    }
}

Result<void> Damage::check() const
{
    return is_found_ ? tl::unexpected(corrupt("a page is not as it was written")) : Result<void>{};
}

void Damage::look_again(const std::string& file, milliseconds busy_timeout)
{
    if (is_found_) {
        Database database{file, SQLITE_OPEN_READONLY, busy_timeout};
        Query pages{database, "PRAGMA quick_check(1)"};
        is_found_ = !pages.step() || pages.text(0) != "ok";
    }
}

Database::Database(const std::string& file,
                   int flags,
                   milliseconds busy_timeout,
                   std::shared_ptr<Damage> damage)
    : damage_{std::move(damage)}, handle_{file, flags, static_cast<int>(busy_timeout.count())}
{}

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
