#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "server/app/application.h"
#include "server/edge/acceptor.h"
#include "server/edge/connection.h"
#include "server/edge/server.h"
#include "server/edge/tls_context.h"
#include "server/edge/turn.h"
#include "server/edge/worker_pool.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>

namespace azen::server {

/// What the loops of one server share. All of it outlives them.
struct LoopServices {
    const ServerOptions& options;
    const RequestLimits& request_limits;
    Application& application;
    RandomSource& random;
    WorkerPool& workers;
    LogStream& log_stream;
    EventLog& events;
    ConnectionBudget& budget;
    TlsCredentials* tls;  // nullptr: without TLS
};

/// One I/O thread's loop, and all connections that were accepted on its listener. In one turn it
///
///   1. waits until something can be read, written or accepted, or work has come back,
///   2. handles all that is ready, by which requests gather in a batch,
///   3. has the application answer the batch, in one tick,
///   4. flushes every connection that something has happened to.
///
/// run() belongs to one thread; drain() may be called from any.
class IoLoop {
public:
    /// Throws boost::system::system_error when the process has no descriptors left.
    IoLoop(const LoopServices& services, UniqueFd listener);
    IoLoop(const IoLoop&) = delete;
    IoLoop& operator=(const IoLoop&) = delete;
    ~IoLoop() = default;

    /// Serves until it is drained.
    void run();

    /// Stops accepting, closes idle connections, lets the others end with what they have asked,
    /// and then makes run() return; after `timeout` it closes them as they are. Work that was
    /// deferred is waited for in any case, so that its use is counted.
    void drain(std::chrono::milliseconds timeout);

private:
    using Timer =
        boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                          boost::asio::wait_traits<std::chrono::steady_clock>,
                                          boost::asio::io_context::executor_type>;

    bool is_done() const;

    // Steps 1 to 4 above; step 1; steps 3 and 4.
    void turn();
    void wait();
    void answer();
    void flush();

    // To a worker thread, and back into the batch of a later turn.
    void defer(ExchangePtr exchange, ConnectionPtr owner);
    void rejoin(ExchangePtr exchange, ConnectionPtr owner);
    void adopt(UniqueFd socket, int family, Peer peer);
    std::optional<ClientStream> open_stream(UniqueFd socket, int family);
    void forget(Connection& connection);
    template <typename Since>
    Connection* longest(std::chrono::steady_clock::time_point before, Since since);
    void make_room();
    void make_room_for_bodies();
    void begin_draining(std::chrono::milliseconds timeout);

    // One timer for the time-outs of all connections: one each would cost more than what it guards.
    void sweep_later();
    void sweep();

    LoopServices services_;
    boost::asio::io_context context_;  // first: sockets and timers must not outlive it
    SystemClock clock_;
    RequestIds ids_;
    ReplyWriter writer_;
    AccessLog log_;
    Turn turn_;
    Acceptor acceptor_;
    Timer sweep_timer_;
    std::vector<ConnectionPtr> connections_;
    std::size_t next_candidate_ = 0;       // of connections_, where longest() looks next
    std::vector<ConnectionPtr> flushing_;  // touched connections of the turn that ends
    std::vector<ExchangePtr> answering_;   // the batch of the present tick
    std::vector<ConnectionPtr> answered_;  // their owners
    std::size_t deferred_ = 0;             // exchanges that are with the workers
    std::chrono::nanoseconds last_wait_ = std::chrono::nanoseconds::max();
    std::chrono::steady_clock::time_point drain_deadline_{};
};

}  // namespace azen::server
