#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "cli/http_client.h"
#include "core/base/guarded.h"
#include "core/base/unique_fd.h"

namespace azen::server {
class WorkerPool;
}

namespace azen::cli {

/// Sends several requests at a time, each over a connection of its own that is kept. Belongs to one
/// thread; the threads within are nobody else's business. Waits for open requests when destroyed.
class RequestPool {
public:
    /// An answer, and what it answers.
    struct Answer {
        std::size_t ticket = 0;
        Result<HttpResponse> response;
    };

    /// One request at a time for each client. Precondition: there is one.
    explicit RequestPool(std::vector<std::unique_ptr<HttpClient>> clients);
    ~RequestPool();
    RequestPool(const RequestPool&) = delete;
    RequestPool& operator=(const RequestPool&) = delete;

    /// Whether another request can be sent now.
    bool has_room() const { return in_flight_ < clients_.size(); }
    std::size_t in_flight() const { return in_flight_; }

    /// Sends; `ticket` comes back with the answer. Precondition: there is room.
    void submit(std::size_t ticket, HttpRequest request);

    /// The next answer, in the order in which they come; nullopt when none came in time.
    std::optional<Answer> wait(milliseconds longest);

private:
    // Runs on the pool's threads.
    void send(std::size_t ticket, const HttpRequest& request);

    std::vector<std::unique_ptr<HttpClient>> clients_;
    Guarded<std::vector<HttpClient*>> idle_;
    Guarded<std::deque<Answer>> answers_;
    UniqueFd ready_;  // an eventfd: how many answers wait
    std::size_t in_flight_ = 0;
    std::unique_ptr<server::WorkerPool> threads_;  // last: gone before what its threads use
};

}  // namespace azen::cli
