#pragma once

#include <cstddef>
#include <functional>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

namespace azen::server {

/// Threads for slow work, so that it does not hold up a tick. Thread-safe.
///
/// The queue is bounded by what feeds it: only requests that were admitted (and charged) get here,
/// and each holds one of its connection's places for open requests until it is answered. Turning
/// work away here would leave a request charged and neither done nor counted.
class WorkerPool {
public:
    explicit WorkerPool(std::size_t threads) : pool_{threads} {}

    /// Runs `job`, which does not throw, on one of the threads.
    void submit(std::function<void()> job) { boost::asio::post(pool_, std::move(job)); }

    /// Returns when all jobs have run. The last call.
    void join() { pool_.join(); }

private:
    boost::asio::thread_pool pool_;
};

}  // namespace azen::server
