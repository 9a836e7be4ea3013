#pragma once

#include <string_view>

#include "core/base/guarded.h"

namespace azen::server {

/// Where log lines go. Thread-safe: lines of different threads never mix.
class LogStream {
public:
    /// Writes to `descriptor`, which stays the caller's.
    explicit LogStream(int descriptor) : descriptor_{descriptor} {}

    /// Writes complete lines in one go. What cannot be written is lost: a log that is full must
    /// not stop the server.
    void write(std::string_view lines);

private:
    Guarded<int> descriptor_;
};

}  // namespace azen::server
