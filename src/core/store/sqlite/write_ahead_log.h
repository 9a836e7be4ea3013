#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/store/sqlite/database.h"

namespace azen::sqlite {

/// ErrorKind::store when the log of the store `file` was emptied under SQLite and written on.
/// SQLite does not notice, as it knows from memory where to write next; a checkpoint would then
/// copy zeros over good pages. Thread-safe.
Result<void> check_log(const std::string& file);

/// Keeps the connection from a checkpoint when it is closed as the last one.
void leave_log_alone(Database& database);

/// Copies what is in the log into the main file, on a connection of its own: the transactions of
/// the process go on meanwhile. For one thread at a time.
class WriteAheadLog {
public:
    WriteAheadLog(std::string file, milliseconds busy_timeout, std::shared_ptr<Damage> damage);

    /// As much as readers and writers allow. Returns how many frames the log has. Throws
    /// SQLite::Exception.
    std::int64_t checkpoint();

    /// The same for this connection as leave_log_alone().
    void leave_alone();

private:
    std::string file_;
    milliseconds busy_timeout_;
    std::shared_ptr<Damage> damage_;
    std::optional<Database> database_;  // opened when it is first needed: commands never do
};

}  // namespace azen::sqlite
