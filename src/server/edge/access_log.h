#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "server/edge/log_stream.h"
#include "server/http/exchange.h"

namespace azen::server {

/// One JSON line for every answered request:
///
///   time requestId client method route path status durationMs outcome keyId userAgent bytes
///   failure
///
/// Every member is always there, null for nothing. The query is never logged, and whatever looks
/// like a secret in what a client sent is replaced. One per I/O thread.
class AccessLog {
public:
    /// `stream` outlives this.
    explicit AccessLog(LogStream& stream) : stream_{stream} {}

    /// The moment that the lines to come tell.
    void set_time(Timestamp now);

    /// Notes an exchange whose reply has been handed to its connection. `now` is on the clock of
    /// Request::received.
    void add(const Exchange& exchange, std::chrono::steady_clock::time_point now);

    /// Writes what was noted since the last time, all of it at once.
    void flush();

private:
    LogStream& stream_;
    Timestamp now_;
    std::string time_text_;
    std::string lines_;
};

}  // namespace azen::server
