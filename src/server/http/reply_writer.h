#pragma once

#include <string>

#include "core/base/clock.h"
#include "server/http/exchange.h"

namespace azen::server {

/// Whether the connection outlives the reply.
enum class Persistence { keep, close };

/// Writes replies as HTTP/1.1, with the fields that every one of them carries. One per I/O thread.
class ReplyWriter {
public:
    /// Until set_time() is called, Date tells of 1970.
    ReplyWriter() { set_time(Timestamp{}); }

    /// The moment that Date tells. Call it once a turn: it formats once a second.
    void set_time(Timestamp now);

    /// Appends the exchange's reply to `out`: without its body when the request was HEAD, without
    /// body and length when the status (1xx, 204, 304) has none.
    void append(std::string& out, const Exchange& exchange, Persistence persistence) const;

private:
    std::chrono::sys_seconds second_{std::chrono::seconds{-1}};
    std::string common_;  // the fields that are the same in all replies of a second
};

}  // namespace azen::server
