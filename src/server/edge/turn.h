#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "server/edge/access_log.h"
#include "server/http/exchange.h"
#include "server/http/reply_writer.h"
#include "server/http/request_parser.h"

namespace azen::server {

class Connection;
struct Limits;
using ConnectionPtr = std::shared_ptr<Connection>;

/// What an I/O loop and its connections share: the exchanges and connections that the present turn
/// of the loop is about, and the tools that all connections of the loop use. One per I/O thread,
/// outlives the connections.
struct Turn {
    const Limits& limits;
    const RequestLimits& request_limits;
    RequestIds& ids;
    ReplyWriter& writer;
    AccessLog* log;  // nullptr: none is kept

    /// The time, as of the last refresh(): every handler that waited for something refreshes it.
    std::chrono::steady_clock::time_point now;
    void refresh() { now = std::chrono::steady_clock::now(); }

    bool is_draining = false;  // the server stops: every connection ends with its open requests

    /// Of the bodies that have begun to arrive and not ended, on all connections of the loop.
    std::size_t arriving_bytes = 0;

    /// For the next tick. `owners[i]` waits for `batch[i]`.
    std::vector<ExchangePtr> batch;
    std::vector<ConnectionPtr> owners;

    /// To be flushed at the end of this turn.
    std::vector<ConnectionPtr> touched;
};

}  // namespace azen::server
