#include "server/edge/io_loop.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <thread>
#include <utility>

#include <boost/asio/post.hpp>

namespace azen::server {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

// So that a flood of ready sockets cannot put off the tick of those that were ready first.
constexpr std::size_t max_handlers_per_turn = 1024;
// Making room costs the same however many connections there are: of a few, one after the other in
// turn, the one that was idle longest goes.
constexpr std::size_t max_candidates = 16;
constexpr std::size_t max_looked_at = 1024;  // to find those
// A client that has just connected, or just been answered, is about to ask.
constexpr milliseconds shortest_idle_to_evict{1'000};
// A client that waits for its answer asks again about as soon, and waking from sleep costs more.
constexpr std::chrono::microseconds longest_look{50};
constexpr milliseconds longest_sweep_interval{250};
constexpr milliseconds shortest_sweep_interval{5};

// A time-out may be late by a quarter, or by the longest interval.
milliseconds sweep_interval(const Limits& limits, bool is_draining)
{
    if (is_draining) {
        return shortest_sweep_interval;
    }
    const milliseconds shortest_limit = std::min({limits.handshake_timeout,
                                                  limits.header_timeout,
                                                  limits.body_timeout,
                                                  limits.idle_timeout,
                                                  limits.write_timeout});
    return std::clamp(shortest_limit / 4, shortest_sweep_interval, longest_sweep_interval);
}

}  // namespace

// UNSAFE_IO: one thread does all I/O, so the sockets need no locks. The scheduler keeps its own,
// which lets workers and drain() post from other threads; plain UNSAFE would drop that one too.
IoLoop::IoLoop(const LoopServices& services, UniqueFd listener)
    : services_{services},
      context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO},
      ids_{services.random},
      log_{services.log_stream},
      turn_{.limits = services.options.limits,
            .request_limits = services.request_limits,
            .ids = ids_,
            .writer = writer_,
            .log = services.options.access_log ? &log_ : nullptr,
            .now = std::chrono::steady_clock::now(),
            .batch = {},
            .owners = {},
            .touched = {}},
      acceptor_{context_,
                std::move(listener),
                services.budget,
                services.application.metrics(),
                services.events},
      sweep_timer_{context_}
{}

void IoLoop::run()
{
    acceptor_.start(
        [this](UniqueFd socket, int family, Peer peer) {
            adopt(std::move(socket), family, std::move(peer));
        },
        [this] { make_room(); });
    sweep_later();
    while (!is_done()) {
        turn();
    }
    for (const ConnectionPtr& connection : connections_) {
        connection->close();
    }
    flush();
}

void IoLoop::drain(milliseconds timeout)
{
    asio::post(context_, [this, timeout] { begin_draining(timeout); });
}

bool IoLoop::is_done() const
{
    const bool is_empty = connections_.empty() || turn_.now >= drain_deadline_;
    return turn_.is_draining && is_empty && deferred_ == 0 && turn_.batch.empty();
}

void IoLoop::turn()
{
    // What a flush has left (requests held back, closed connections) must not wait for a client.
    if (turn_.batch.empty() && turn_.touched.empty()) {
        wait();
    }
    if (services_.options.io_threads > 1) {
        // Another loop may share the core: what its clients send while it runs joins the batch.
        std::this_thread::yield();
    }
    // Once every connection has asked, nobody else can: looking for more would be a system call.
    for (std::size_t i = 0; i < max_handlers_per_turn && turn_.batch.size() < connections_.size() &&
                            context_.poll_one() > 0;
         ++i) {
    }
    make_room_for_bodies();
    if (!turn_.batch.empty()) {
        answer();
    }
    flush();
}

// When the last wait was short this one will be, so it looks before it sleeps. That costs an idle
// server one look, and one that has its core to itself nothing but time in which it had no work.
void IoLoop::wait()
{
    const auto start = std::chrono::steady_clock::now();
    if (last_wait_ <= longest_look) {
        while (context_.poll_one() == 0) {
            if (std::chrono::steady_clock::now() - start > longest_look) {
                context_.run_one();
                break;
            }
            std::this_thread::yield();
        }
    } else {
        context_.run_one();
    }
    last_wait_ = std::chrono::steady_clock::now() - start;
}

void IoLoop::answer()
{
    answering_.swap(turn_.batch);
    answered_.swap(turn_.owners);
    services_.application.tick(answering_);
    for (std::size_t i = 0; i < answering_.size(); ++i) {
        if (answering_[i]->state == Exchange::State::deferred) {
            defer(std::move(answering_[i]), std::move(answered_[i]));
        }
    }
    answering_.clear();
    answered_.clear();
    const Timestamp now = clock_.now();
    writer_.set_time(now);
    log_.set_time(now);
    turn_.refresh();
}

// The connection goes with the exchange, but is not touched on the worker's thread: it would be
// destroyed there if it were the last to hold it, hence the moves.
void IoLoop::defer(ExchangePtr exchange, ConnectionPtr owner)
{
    ++deferred_;
    const std::string queue = std::exchange(exchange->queue, {});
    auto job = [this, exchange = std::move(exchange), owner = std::move(owner)]() mutable {
        // With what it holds: nobody is to wait for a client to take its reply.
        std::exchange(exchange->work, nullptr)();
        asio::post(context_,
                   [this, exchange = std::move(exchange), owner = std::move(owner)]() mutable {
                       rejoin(std::move(exchange), std::move(owner));
                   });
    };
    if (queue.empty()) {
        services_.workers.submit(std::move(job));
    } else {
        services_.workers.submit(queue, std::move(job));
    }
}

// Also when the client has left meanwhile: what it was charged for must be counted.
void IoLoop::rejoin(ExchangePtr exchange, ConnectionPtr owner)
{
    --deferred_;
    exchange->state = Exchange::State::waiting;
    owner->touch();
    turn_.batch.push_back(std::move(exchange));
    turn_.owners.push_back(std::move(owner));
}

void IoLoop::flush()
{
    flushing_.swap(turn_.touched);
    for (const ConnectionPtr& connection : flushing_) {
        connection->flush();
        if (connection->is_closed()) {
            forget(*connection);
        }
    }
    flushing_.clear();
    log_.flush();
}

std::optional<ClientStream> IoLoop::open_stream(UniqueFd socket, int family)
{
    StreamSocket stream{context_};
    boost::system::error_code error;
    if (stream.assign({family, 0}, socket.get(), error)) {
        return std::nullopt;
    }
    static_cast<void>(socket.release());
    if (stream.non_blocking(true, error)) {
        return std::nullopt;
    }
    std::unique_ptr<TlsSession> tls;
    if (services_.tls != nullptr) {
        tls = services_.tls->current()->accept(stream.native_handle());
        if (!tls) {
            return std::nullopt;
        }
    }
    return ClientStream{std::move(stream), std::move(tls)};
}

void IoLoop::adopt(UniqueFd socket, int family, Peer peer)
{
    if (family != AF_UNIX) {
        const int on = 1;
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    std::optional<ClientStream> stream = open_stream(std::move(socket), family);
    if (!stream) {
        services_.budget.leave(peer.address);
        return;
    }
    turn_.refresh();
    auto connection = std::make_shared<Connection>(std::move(*stream), std::move(peer), turn_);
    connection->slot = connections_.size();
    connections_.push_back(connection);
    services_.application.metrics().connection_opened();
    connection->start();
}

// Called once or more for a closed connection: it may have been touched again.
void IoLoop::forget(Connection& connection)
{
    const std::size_t slot = connection.slot;
    if (slot >= connections_.size() || connections_[slot].get() != &connection) {
        return;
    }
    connections_.back()->slot = slot;
    std::swap(connections_[slot], connections_.back());
    connections_.pop_back();
    services_.budget.leave(connection.peer().address);
    Metrics& metrics = services_.application.metrics();
    metrics.connection_closed();
    if (!connection.was_established()) {
        metrics.handshake_failed();
    }
    acceptor_.resume();
}

// Of a few candidates, found by going round, the one for which `since` tells the earliest moment,
// no later than `before`; nullptr if there is none.
template <typename Since>
Connection* IoLoop::longest(std::chrono::steady_clock::time_point before, Since since)
{
    Connection* found = nullptr;
    std::size_t candidates = 0;
    for (std::size_t i = std::min(max_looked_at, connections_.size());
         i > 0 && candidates < max_candidates;
         --i) {
        next_candidate_ = (next_candidate_ + 1) % connections_.size();
        Connection& candidate = *connections_[next_candidate_];
        const auto moment = since(candidate);
        candidates += moment ? 1 : 0;
        if (moment && *moment <= before) {
            found = &candidate;
            before = *moment;
        }
    }
    return found;
}

void IoLoop::make_room()
{
    turn_.refresh();
    Connection* const idlest =
        longest(turn_.now - shortest_idle_to_evict,
                [](const Connection& candidate) { return candidate.idle_since(); });
    if (idlest != nullptr) {
        services_.application.metrics().connection_evicted();
        idlest->close();
    }
}

// What many clients begin to send, each within its limits, must not take all memory. Bodies of the
// usual size arrive whole. However many threads there are, each has room for a few large ones.
void IoLoop::make_room_for_bodies()
{
    const Limits& limits = services_.options.limits;
    const std::size_t most =
        std::max(limits.max_arriving_bytes / std::max(1U, services_.options.io_threads),
                 4 * limits.max_body_bytes);
    std::size_t misses = connections_.size() / max_looked_at + 1;  // then all were looked at
    while (turn_.arriving_bytes > most && misses > 0) {
        Connection* const slowest =
            longest(turn_.now, [](const Connection& candidate) { return candidate.body_since(); });
        if (slowest == nullptr) {
            --misses;
            continue;
        }
        services_.application.metrics().connection_evicted();
        slowest->give_up_request();
    }
}

void IoLoop::begin_draining(milliseconds timeout)
{
    if (turn_.is_draining) {
        return;
    }
    acceptor_.finish();
    turn_.refresh();
    turn_.is_draining = true;
    drain_deadline_ = turn_.now + timeout;
    sweep_later();
}

void IoLoop::sweep_later()
{
    sweep_timer_.expires_after(sweep_interval(services_.options.limits, turn_.is_draining));
    sweep_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            sweep();
            sweep_later();
        }
    });
}

void IoLoop::sweep()
{
    turn_.refresh();
    for (const ConnectionPtr& connection : connections_) {
        connection->sweep();
    }
    acceptor_.resume();  // another loop's connection may have made room
}

}  // namespace azen::server
