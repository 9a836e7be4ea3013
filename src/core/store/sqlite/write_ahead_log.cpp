#include "core/store/sqlite/write_ahead_log.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <utility>

#include <sqlite3.h>

#include "core/base/unique_fd.h"

namespace azen::sqlite {
namespace {

/// Whether the file is empty or begins as SQLite begins a log, before all frames: with 0x377f0682
/// or 0x377f0683, by https://www.sqlite.org/walformat.html.
bool is_log(int descriptor)
{
    std::array<unsigned char, 4> start{};
    if (::pread(descriptor, start.data(), start.size(), 0) <= 0) {
        return true;  // also where it cannot be read: SQLite will tell
    }
    return start[0] == 0x37 && start[1] == 0x7f && start[2] == 0x06 && (start[3] & 0xfe) == 0x82;
}

}  // namespace

Result<void> check_log(const std::string& file)
{
    const std::string name = file + "-wal";
    // Closing it gives up no lock of SQLite's, as it locks the other two files only.
    const UniqueFd log{::open(name.c_str(), O_RDONLY | O_CLOEXEC)};
    if (log && !is_log(log.get())) {
        return fail(ErrorKind::store,
                    fmt::format("{} was emptied while the store was open", name),
                    "start azen again and run 'azen store check'; the last second may be lost");
    }
    return {};
}

void leave_log_alone(Database& database)
{
    sqlite3_db_config(database.handle().getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

WriteAheadLog::WriteAheadLog(std::string file,
                             milliseconds busy_timeout,
                             std::shared_ptr<Damage> damage)
    : file_{std::move(file)}, busy_timeout_{busy_timeout}, damage_{std::move(damage)}
{}

std::int64_t WriteAheadLog::checkpoint()
{
    if (!database_) {
        database_.emplace(file_, SQLITE_OPEN_READWRITE, busy_timeout_, damage_);
    }
    Query log{*database_, "PRAGMA wal_checkpoint(PASSIVE)"};
    return log.step() ? log.integer(1) : 0;
}

void WriteAheadLog::leave_alone()
{
    if (database_) {
        leave_log_alone(*database_);
    }
}

}  // namespace azen::sqlite
