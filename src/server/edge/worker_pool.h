#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/base/guarded.h"

#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

namespace azen::server {

/// Threads for slow work, so that it does not hold up a tick. Thread-safe.
///
/// What waits is bounded by what feeds it: only requests that were admitted (and charged) get here,
/// and each holds one of its connection's places for open requests until it is answered. Turning
/// work away here would leave a request charged and neither done nor counted.
class WorkerPool {
public:
    explicit WorkerPool(std::size_t threads) : pool_{threads} {}

    /// Runs `job`, which does not throw, on one of the threads.
    void submit(std::function<void()> job) { boost::asio::post(pool_, std::move(job)); }

    /// The same, after the jobs that this queue was given before. Queues are never forgotten: there
    /// are few, an organization's each.
    void submit(const std::string& queue, std::function<void()> job)
    {
        const auto queues = queues_.lock();
        const auto found = queues->try_emplace(queue, pool_.get_executor()).first;
        boost::asio::post(found->second, std::move(job));
    }

    /// Returns when all jobs have run. The last call.
    void join() { pool_.join(); }

private:
    using Strand = boost::asio::strand<boost::asio::thread_pool::executor_type>;

    boost::asio::thread_pool pool_;
    Guarded<std::unordered_map<std::string, Strand>> queues_;
};

}  // namespace azen::server
