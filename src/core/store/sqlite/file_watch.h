#pragma once

#include <sys/types.h>

#include <array>
#include <filesystem>

#include "core/base/result.h"

namespace azen::sqlite {

/// Tells whether the names of a store still lead to the files that were opened, and its log is as
/// SQLite left it. SQLite never asks: once another file is in the place of the one it has open,
/// what it writes is out of everybody's sight, and what others write out of its own. Thread-safe.
class FileWatch {
public:
    /// To be made while a connection is open that has read, as its write-ahead log is there then.
    explicit FileWatch(const std::filesystem::path& file);

    /// ErrorKind::store when the file or its log was replaced, moved or removed, or the log
    /// emptied.
    Result<void> check() const;

    /// Whether another log has taken the place of the one that was opened: somebody began it who
    /// did not find that one.
    bool has_other_log() const;

private:
    /// Which file a name led to; that of none is no file's.
    struct Watched {
        std::filesystem::path name;
        dev_t device = 0;
        ino_t number = 0;
    };

    static Watched look_at(std::filesystem::path name);

    std::array<Watched, 2> files_;
};

}  // namespace azen::sqlite
