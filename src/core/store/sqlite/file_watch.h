#pragma once

#include <filesystem>

#include "core/base/file_identity.h"
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
    struct Watched {
        std::filesystem::path name;
        FileIdentity opened;
    };

    static Watched watch(std::filesystem::path name);

    Watched file_;
    Watched log_;
};

}  // namespace azen::sqlite
