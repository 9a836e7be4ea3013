#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/crypto.h"
#include "core/base/result.h"

namespace azen::sqlite {

/// What a failure of SQLite means to a caller: a broken constraint is ErrorKind::conflict, all else
/// ErrorKind::store, with a hint where there is a next step.
Error to_error(const SQLite::Exception& exception);

/// Runs `call`, which returns a Result, and turns what SQLite throws into an Error: the fence
/// around the library.
template <typename Call>
auto guarded(Call&& call) -> decltype(call())
{
    try {
        return std::forward<Call>(call)();
    } catch (const SQLite::Exception& exception) {
        return tl::unexpected(to_error(exception));
    }
}

/// Whether SQLite has met a page that it cannot have written. What else is wrong with the file is
/// not known then, and to write on could overwrite good pages. Shared by the connections of a
/// process to one file. Thread-safe.
class Damage {
public:
    void note() { is_found_ = true; }

    /// ErrorKind::store from the first such page on, for good.
    Result<void> check() const;

private:
    std::atomic<bool> is_found_ = false;
};

/// One connection and its prepared statements, each compiled once. Throws SQLite::Exception, so it
/// is used inside guarded(). For one thread at a time.
class Database {
public:
    Database(const std::string& file,
             int flags,
             milliseconds busy_timeout,
             std::shared_ptr<Damage> damage = std::make_shared<Damage>());

    /// Notes the damage that `call` meets.
    template <typename Call>
    auto watch(Call&& call) -> decltype(call())
    {
        try {
            return std::forward<Call>(call)();
        } catch (const SQLite::Exception& exception) {
            pass_on(exception);
        }
    }

    const std::shared_ptr<Damage>& damage() const { return damage_; }
    SQLite::Database& handle() { return handle_; }
    SQLite::Statement& prepare(std::string_view sql);
    void execute(const std::string& sql) { handle_.exec(sql); }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    [[noreturn]] void pass_on(const SQLite::Exception& exception);
    bool has_disk_failed();

    std::shared_ptr<Damage> damage_;
    SQLite::Database handle_;
    std::unordered_map<std::string, SQLite::Statement, TextHash, std::equal_to<>> statements_;
};

/// One run of a prepared statement: binds its values, steps, and leaves the statement ready for the
/// next run when destroyed. A statement cannot be run again while a Query of it lives.
class Query {
public:
    template <typename... Values>
    Query(Database& database, std::string_view sql, const Values&... values)
        : database_{database}, statement_{database.prepare(sql)}
    {
        int index = 0;  // NOLINT(misc-const-correctness): only an empty pack leaves it alone
        (bind(++index, values), ...);
    }
    ~Query() { statement_.tryReset(); }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// Whether there is a (further) row to read.
    bool step()
    {
        return database_.watch([&] { return statement_.executeStep(); });
    }

    /// Runs a statement without rows; returns how many rows it changed.
    int run()
    {
        return database_.watch([&] { return statement_.exec(); });
    }

    bool is_null(int column) const { return statement_.getColumn(column).isNull(); }
    std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
    double real(int column) const { return statement_.getColumn(column).getDouble(); }
    bool boolean(int column) const { return integer(column) != 0; }
    std::string text(int column) const { return statement_.getColumn(column).getString(); }
    std::vector<std::byte> bytes(int column) const;
    std::span<const std::byte> blob(int column) const;  // valid until the next step
    Digest digest(int column) const;                    // what is too short ends in zeros
    Timestamp time(int column) const { return from_epoch_ms(integer(column)); }
    std::optional<std::int64_t> optional_integer(int column) const;
    std::optional<Timestamp> optional_time(int column) const;
    std::optional<std::string> optional_text(int column) const;

private:
    void bind(int index, std::int64_t value) { statement_.bind(index, value); }
    void bind(int index, int value) { statement_.bind(index, value); }
    void bind(int index, bool value) { statement_.bind(index, value ? 1 : 0); }
    void bind(int index, std::string_view value) { statement_.bind(index, std::string{value}); }
    void bind(int index, const std::string& value) { statement_.bind(index, value); }
    void bind(int index, const char* value) { statement_.bind(index, value); }
    void bind(int index, std::span<const std::byte> value);
    void bind(int index, const std::vector<std::byte>& value) { bind(index, std::span{value}); }
    void bind(int index, Timestamp value) { statement_.bind(index, to_epoch_ms(value)); }
    void bind(int index, milliseconds value)
    {
        statement_.bind(index, std::int64_t{value.count()});
    }
    template <typename T>
    void bind(int index, const std::optional<T>& value)
    {
        if (value) {
            bind(index, *value);
        } else {
            statement_.bind(index);
        }
    }

    Database& database_;
    SQLite::Statement& statement_;
};

}  // namespace azen::sqlite
