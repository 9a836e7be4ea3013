#pragma once

#include <string>
#include <string_view>

#include "core/base/guarded.h"
#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace azen::server {

/// Where log lines go. Thread-safe: lines of different threads never mix.
class LogStream {
public:
    /// Writes to `descriptor`, which stays the caller's.
    explicit LogStream(int descriptor) : target_{Target{.descriptor = descriptor, .own = {}}} {}

    /// From now on writes to the end of `file`, which is made, for its owner alone, if it is not
    /// there. ErrorKind::invalid when it cannot be opened: lines go on where they went.
    Result<void> open(const std::string& file);

    /// Writes complete lines in one go. What cannot be written is lost: a log that is full must
    /// not stop the server.
    void write(std::string_view lines);

private:
    struct Target {
        int descriptor = -1;
        UniqueFd own;  // the file's
    };

    Guarded<Target> target_;
};

}  // namespace azen::server
