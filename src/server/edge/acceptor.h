#pragma once

#include <chrono>
#include <functional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/unique_fd.h"
#include "server/edge/connection.h"
#include "server/edge/connection_budget.h"
#include "server/edge/event_log.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

namespace azen::server {

class Metrics;

/// Accepts connections on one listening socket while the budget lasts. When it is used up, or the
/// process has no descriptors left, it pauses until resume(), and asks for room if somebody waits;
/// meanwhile clients wait in the kernel's queue. A client whose address has enough connections is
/// closed at once. Belongs to one I/O thread.
class Acceptor {
public:
    /// Takes a new, non-blocking connection that has entered the budget.
    using Adopt = std::function<void(UniqueFd socket, int family, Peer peer)>;

    /// Closes a connection that can be spared, if there is one. resume() follows when it is closed.
    using MakeRoom = std::function<void()>;

    /// The references outlive this.
    Acceptor(boost::asio::io_context& context,
             UniqueFd listener,
             ConnectionBudget& budget,
             Metrics& metrics,
             EventLog& events);

    /// Begins to accept, from the context's next turn on. Call it once.
    void start(Adopt adopt, MakeRoom make_room);

    /// Tries again if it has paused. Cheap; to be called every now and then.
    void resume();

    /// Accepts who is waiting already, then listens no more.
    void finish();

private:
    void wait();
    void accept_some();
    bool accept_one();
    void admit(UniqueFd socket, int family, Peer peer);
    void pause();
    bool has_visitor();
    void report(std::string_view event, const nlohmann::json& fields);

    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> listener_;
    ConnectionBudget& budget_;
    Metrics& metrics_;
    EventLog& events_;
    Adopt adopt_;
    MakeRoom make_room_;
    bool is_paused_ = false;
    std::chrono::steady_clock::time_point reported_at_{};  // when anything was last logged
};

}  // namespace azen::server
