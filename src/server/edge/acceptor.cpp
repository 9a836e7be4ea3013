#include "server/edge/acceptor.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <tuple>

#include <nlohmann/json.hpp>

#include "server/app/metrics.h"

namespace azen::server {
namespace {

constexpr std::size_t max_accepts_in_a_row = 64;  // then those accepted get their turn
constexpr std::chrono::seconds report_interval{1};

bool is_loopback(const in6_addr& address)
{
    // ::1, or 127.0.0.0/8 as an IPv4 client of an IPv6 socket shows it
    return IN6_IS_ADDR_LOOPBACK(&address) ||
           (IN6_IS_ADDR_V4MAPPED(&address) && address.s6_addr[12] == 127);
}

template <typename Address>
Address address_as(const sockaddr_storage& storage)
{
    Address address{};
    std::memcpy(&address, &storage, sizeof address);
    return address;
}

Peer peer_of(const sockaddr_storage& storage)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (storage.ss_family == AF_INET) {
        const auto address = address_as<sockaddr_in>(storage);
        ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
        return {.address = text.data(), .is_local = ntohl(address.sin_addr.s_addr) >> 24U == 127};
    }
    if (storage.ss_family == AF_INET6) {
        const auto address = address_as<sockaddr_in6>(storage);
        ::inet_ntop(AF_INET6, &address.sin6_addr, text.data(), text.size());
        return {.address = text.data(), .is_local = is_loopback(address.sin6_addr)};
    }
    return {.address = "unix", .is_local = true};
}

bool is_transient(int code)
{
    // The client gave up, or the network failed, before it was accepted: accept(2).
    constexpr std::array codes{EINTR, ECONNABORTED, EPROTO, ENETDOWN, EHOSTDOWN, EHOSTUNREACH};
    return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

Acceptor::Acceptor(boost::asio::io_context& context,
                   UniqueFd listener,
                   ConnectionBudget& budget,
                   Metrics& metrics,
                   EventLog& events)
    : listener_{context, listener.release()}, budget_{budget}, metrics_{metrics}, events_{events}
{}

void Acceptor::start(Adopt adopt, MakeRoom make_room)
{
    adopt_ = std::move(adopt);
    make_room_ = std::move(make_room);
    wait();
}

void Acceptor::wait()
{
    listener_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                         [this](boost::system::error_code error) {
                             if (!error) {
                                 accept_some();
                             }
                         });
}

void Acceptor::resume()
{
    if (is_paused_ && listener_.is_open()) {
        is_paused_ = false;
        accept_some();
    }
}

void Acceptor::finish()
{
    if (!listener_.is_open()) {
        return;
    }
    while (accept_one()) {
    }
    boost::system::error_code ignored;
    std::ignore = listener_.close(ignored);
}

void Acceptor::accept_some()
{
    for (std::size_t i = 0; i < max_accepts_in_a_row; ++i) {
        if (!accept_one()) {
            break;
        }
    }
    if (!is_paused_) {
        wait();
    }
}

// Whether there may be another one to accept.
bool Acceptor::accept_one()
{
    if (budget_.is_used_up()) {
        pause();
        return false;
    }
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    UniqueFd socket{::accept4(listener_.native_handle(),
                              reinterpret_cast<sockaddr*>(&address),
                              &size,
                              SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (socket) {
        admit(std::move(socket), address.ss_family, peer_of(address));
        return true;
    }
    const int code = errno;
    if (code == EAGAIN || is_transient(code)) {
        return code != EAGAIN;
    }
    report("accept_failed", {{"reason", std::generic_category().message(code)}});
    pause();
    return false;
}

void Acceptor::admit(UniqueFd socket, int family, Peer peer)
{
    if (budget_.enter(peer.address)) {
        adopt_(std::move(socket), family, std::move(peer));
        return;
    }
    metrics_.connection_refused();
    report("connection_refused",
           {{"client", peer.address}, {"reason", "too many from this address"}});
}

// A connection is worth closing only for somebody who waits.
void Acceptor::pause()
{
    is_paused_ = true;
    if (has_visitor()) {
        make_room_();
    }
}

bool Acceptor::has_visitor()
{
    pollfd listener{.fd = listener_.native_handle(), .events = POLLIN, .revents = 0};
    return ::poll(&listener, 1, 0) == 1 && (listener.revents & POLLIN) != 0;
}

// At most once a second: whoever causes this can do so at any rate.
void Acceptor::report(std::string_view event, const nlohmann::json& fields)
{
    const auto now = std::chrono::steady_clock::now();
    if (now - reported_at_ >= report_interval) {
        reported_at_ = now;
        events_.error(event, fields);
    }
}

}  // namespace azen::server
