#include "cli/bulk/request_pool.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <cassert>
#include <csignal>
#include <utility>

#include "server/edge/worker_pool.h"

namespace azen::cli {
namespace {

// Threads inherit what is blocked: signals are for the thread that waits, which is woken by them.
std::unique_ptr<server::WorkerPool> start_threads(std::size_t count)
{
    sigset_t all;
    sigfillset(&all);
    sigset_t before;
    pthread_sigmask(SIG_BLOCK, &all, &before);
    auto threads = std::make_unique<server::WorkerPool>(count);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return threads;
}

}  // namespace

RequestPool::RequestPool(std::vector<std::unique_ptr<HttpClient>> clients)
    : clients_{std::move(clients)},
      ready_{::eventfd(0, EFD_SEMAPHORE | EFD_CLOEXEC)},
      threads_{start_threads(clients_.size())}
{
    const auto idle = idle_.lock();
    for (const std::unique_ptr<HttpClient>& client : clients_) {
        idle->push_back(client.get());
    }
}

RequestPool::~RequestPool()
{
    threads_->join();
}

void RequestPool::submit(std::size_t ticket, HttpRequest request)
{
    assert(has_room());
    ++in_flight_;
    threads_->submit([this, ticket, request = std::move(request)] { send(ticket, request); });
}

// There is an idle client for every request in flight but those that have one.
void RequestPool::send(std::size_t ticket, const HttpRequest& request)
{
    HttpClient* client = nullptr;
    {
        const auto idle = idle_.lock();
        client = idle->back();
        idle->pop_back();
    }
    Answer answer{.ticket = ticket, .response = client->send(request)};
    idle_.lock()->push_back(client);
    answers_.lock()->push_back(std::move(answer));
    ::eventfd_write(ready_.get(), 1);
}

std::optional<RequestPool::Answer> RequestPool::wait(milliseconds longest)
{
    pollfd event{.fd = ready_.get(), .events = POLLIN, .revents = 0};
    // Interrupted by a signal is as good as nothing yet: the caller looks why, and asks again.
    if (::poll(&event, 1, static_cast<int>(longest.count())) <= 0) {
        return std::nullopt;
    }
    eventfd_t count = 0;
    ::eventfd_read(ready_.get(), &count);
    const auto answers = answers_.lock();
    Answer answer = std::move(answers->front());
    answers->pop_front();
    --in_flight_;
    return answer;
}

}  // namespace azen::cli
