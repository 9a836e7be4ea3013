#include "server/edge/listener.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace azen::server {
namespace {

using boost::asio::ip::tcp;
using boost::asio::local::stream_protocol;

enum class PortSharing { no, yes };

tl::unexpected<Error> fail_at(std::string_view step, const Endpoint& endpoint, int code)
{
    const ErrorKind kind = code == EADDRINUSE ? ErrorKind::conflict : ErrorKind::invalid;
    return fail(
        kind,
        fmt::format(
            "cannot {} {}: {}", step, endpoint.to_string(), std::generic_category().message(code)),
        code == EADDRINUSE ? "stop the process that listens there, or choose another address" : "");
}

Result<UniqueFd> open_socket(int family, const Endpoint& endpoint)
{
    UniqueFd socket{::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket) {
        return fail_at("open a socket for", endpoint, errno);
    }
    return socket;
}

tcp::endpoint to_tcp(const Endpoint& endpoint)
{
    // parse_endpoint has made sure that this is an address.
    boost::system::error_code ignored;
    return {boost::asio::ip::make_address(endpoint.address, ignored), endpoint.port};
}

// SO_REUSEADDR: a server that is started again need not wait for the connections of the last one to
// be forgotten. It lets nobody take a port that is listened on.
Result<UniqueFd> bind_tcp(const Endpoint& endpoint, PortSharing sharing)
{
    const tcp::endpoint address = to_tcp(endpoint);
    UniqueFd socket = TRY(open_socket(address.protocol().family(), endpoint));
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (sharing == PortSharing::yes) {
        ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    }
    if (::bind(socket.get(), address.data(), static_cast<socklen_t>(address.size())) != 0) {
        return fail_at("listen on", endpoint, errno);
    }
    return socket;
}

std::uint16_t port_of(const UniqueFd& socket)
{
    tcp::endpoint bound;
    auto size = static_cast<socklen_t>(bound.capacity());
    ::getsockname(socket.get(), bound.data(), &size);
    return bound.port();
}

Result<void> start_listening(const UniqueFd& socket, const Endpoint& endpoint)
{
    if (::listen(socket.get(), SOMAXCONN) != 0) {
        return fail_at("listen on", endpoint, errno);
    }
    return {};
}

Result<Listeners> listen_tcp(const Endpoint& endpoint, std::size_t count)
{
    const PortSharing sharing = count > 1 ? PortSharing::yes : PortSharing::no;
    if (sharing == PortSharing::yes) {
        // A port that is shared can be shared with another server too: ask first, without sharing.
        const UniqueFd probe = TRY(bind_tcp(endpoint, PortSharing::no));
    }
    Listeners listeners{.sockets = {}, .endpoint = endpoint, .file = {}};
    for (std::size_t i = 0; i < count; ++i) {
        UniqueFd socket = TRY(bind_tcp(listeners.endpoint, sharing));
        TRY(start_listening(socket, endpoint));
        listeners.endpoint.port = port_of(socket);
        listeners.sockets.push_back(std::move(socket));
    }
    return listeners;
}

// Whether the file at the endpoint's path is a socket that nobody listens on any more.
bool is_stale_socket(const Endpoint& endpoint)
{
    struct stat status{};
    if (::lstat(endpoint.address.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) {
        return false;
    }
    const auto probe = open_socket(AF_UNIX, endpoint);
    if (!probe) {
        return false;
    }
    const stream_protocol::endpoint address{endpoint.address};
    const int connected =
        ::connect(probe->get(), address.data(), static_cast<socklen_t>(address.size()));
    return connected != 0 && errno == ECONNREFUSED;
}

int bind_unix(const UniqueFd& socket, const Endpoint& endpoint)
{
    const stream_protocol::endpoint address{endpoint.address};
    const auto size = static_cast<socklen_t>(address.size());
    return ::bind(socket.get(), address.data(), size) == 0 ? 0 : errno;
}

// The I/O threads share a socket by duplicates of it.
std::vector<UniqueFd> share(UniqueFd socket, std::size_t count)
{
    std::vector<UniqueFd> sockets;
    for (std::size_t i = 1; i < count; ++i) {
        sockets.emplace_back(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
    }
    sockets.push_back(std::move(socket));
    return sockets;
}

// Whoever passed it has bound it, and removes its file.
Result<Listeners> take_over(const Endpoint& endpoint, std::size_t count)
{
    UniqueFd socket{endpoint.descriptor};
    if (::fcntl(socket.get(), F_SETFD, FD_CLOEXEC) != 0 ||
        ::fcntl(socket.get(), F_SETFL, O_NONBLOCK) != 0) {
        return fail_at("listen on", endpoint, errno);
    }
    return Listeners{.sockets = share(std::move(socket), count), .endpoint = endpoint, .file = {}};
}

// Two sockets cannot be bound to one path, so there is one.
Result<Listeners> listen_unix(const Endpoint& endpoint, std::size_t count)
{
    UniqueFd socket = TRY(open_socket(AF_UNIX, endpoint));
    int code = bind_unix(socket, endpoint);
    if (code == EADDRINUSE && is_stale_socket(endpoint)) {
        ::unlink(endpoint.address.c_str());
        code = bind_unix(socket, endpoint);
    }
    if (code != 0) {
        return fail_at("listen on", endpoint, code);
    }
    struct stat status{};
    // Before listen(), nobody can connect: there is no moment with a wider mode.
    if (::chmod(endpoint.address.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) != 0 ||
        ::lstat(endpoint.address.c_str(), &status) != 0) {
        return fail_at("protect", endpoint, errno);
    }
    Listeners listeners{.sockets = {},
                        .endpoint = endpoint,
                        .file = SocketFile{endpoint.address, status.st_dev, status.st_ino}};
    TRY(start_listening(socket, endpoint));
    listeners.sockets = share(std::move(socket), count);
    return listeners;
}

}  // namespace

SocketFile::~SocketFile()
{
    struct stat status{};
    if (!path_.empty() && ::lstat(path_.c_str(), &status) == 0 && status.st_dev == device_ &&
        status.st_ino == inode_) {
        ::unlink(path_.c_str());
    }
}

Result<Listeners> listen_on(const Endpoint& endpoint, std::size_t count)
{
    if (endpoint.descriptor >= 0) {
        return take_over(endpoint, count);
    }
    return endpoint.is_unix ? listen_unix(endpoint, count) : listen_tcp(endpoint, count);
}

}  // namespace azen::server
