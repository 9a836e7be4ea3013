#pragma once

#include <functional>
#include <memory>

#include "server/http/reply.h"
#include "server/http/request.h"

namespace azen {
class Transaction;
}

namespace azen::server {

/// A request on its way to its reply. Made by a connection, answered in a tick, owned by whoever
/// still needs it: the connection may be gone before the reply is there. Belongs to one I/O thread,
/// but for the work it defers.
struct Exchange {
    enum class State {
        waiting,   // for the next tick
        deferred,  // for a worker thread
        answered,  // `reply` can be written
    };

    Request request;
    Reply reply;
    State state = State::waiting;

    /// For the access log; empty when nothing is known.
    std::string key_id;
    std::string_view outcome;  // "accepted", or a Refusal's name; of static storage
    std::string_view route;    // the route's pattern, of static storage
    std::string failure;       // why a 500 or 503 was answered; never sent to the client

    /// Slow work, set by a handler together with State::deferred. Runs once, on a worker thread,
    /// and touches nothing but this exchange. That of one `queue` is done one after another; empty:
    /// at once.
    std::function<void()> work;
    std::string queue;

    /// What is left to do after `work`, inside a later tick's transaction: sets `reply`. The
    /// request was charged before; its use is counted here.
    std::function<void(Transaction&)> finish;

    /// Back to a new one, but for the room that its texts have: a connection that serves one
    /// request after the other then allocates nothing.
    void clear();
};

using ExchangePtr = std::shared_ptr<Exchange>;

}  // namespace azen::server
