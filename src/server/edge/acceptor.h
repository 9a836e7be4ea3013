#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>

#include "server/edge/connection.h"
#include "server/edge/event_log.h"
#include "server/edge/unique_fd.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

namespace azen::server {

/// How many connections the server has, on all its threads, and how many it may have. Thread-safe;
/// threads that accept at the same moment may go over `max` by one each.
struct ConnectionBudget {
    std::atomic<std::size_t> open{0};
    const std::size_t max;
};

/// Accepts connections on one listening socket while the budget lasts. When it is used up, or the
/// process has no descriptors left, it pauses until resume(): further clients wait in the kernel's
/// queue. Belongs to one I/O thread.
class Acceptor {
public:
    /// Takes a new, non-blocking connection, and counts it in the budget.
    using Adopt = std::function<void(UniqueFd socket, int family, Peer peer)>;

    /// `context`, `budget` and `events` outlive this.
    Acceptor(boost::asio::io_context& context,
             UniqueFd listener,
             const ConnectionBudget& budget,
             EventLog& events);

    /// Begins to accept, from the context's next turn on. Call it once.
    void start(Adopt adopt);

    /// Tries again if it has paused. Cheap; to be called every now and then.
    void resume();

    /// Accepts who is waiting already, then listens no more.
    void finish();

private:
    void wait();
    void accept_some();
    bool accept_one();
    void report(int code);

    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> listener_;
    const ConnectionBudget& budget_;
    EventLog& events_;
    Adopt adopt_;
    bool is_paused_ = false;
    std::chrono::steady_clock::time_point reported_at_{};  // when a failure was last logged
};

}  // namespace azen::server
