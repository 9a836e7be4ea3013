#include "support/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace azen::test {
namespace {

constexpr timeval patience{.tv_sec = 10, .tv_usec = 0};
constexpr std::size_t chunk_size = 16'384;

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? char(letter + 32) : letter;
}

bool same_name(std::string_view left, std::string_view right)
{
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::size_t to_number(std::string_view text)
{
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// The status line and the header lines, without the empty line that ends them.
HttpResponse parse_head(std::string_view head)
{
    HttpResponse response;
    const std::size_t status_at = std::min(head.find(' ') + 1, head.size());
    response.status = static_cast<int>(to_number(head.substr(status_at, 3)));
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
        const std::size_t next = head.find("\r\n", at + 2);
        const std::string_view line = head.substr(at + 2, next - at - 2);
        const std::size_t colon = std::min(line.find(": "), line.size());
        const std::size_t value = std::min(colon + 2, line.size());
        response.headers.emplace_back(line.substr(0, colon), line.substr(value));
        at = next;
    }
    return response;
}

/// `socket` once it is connected, else -1.
int connected(int socket, const sockaddr* address, socklen_t length)
{
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(socket, address, length) != 0) {
        ::close(socket);
        return -1;
    }
    return socket;
}

int connected(int socket, std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connected(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int tcp_socket()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

}  // namespace

std::string HttpResponse::header(std::string_view name) const
{
    const auto found = std::ranges::find_if(
        headers, [&](const auto& field) { return same_name(field.first, name); });
    return found == headers.end() ? std::string{} : found->second;
}

std::size_t HttpResponse::count(std::string_view name) const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        headers, [&](const auto& field) { return same_name(field.first, name); }));
}

std::optional<HttpResponse> take_response(std::string& bytes, Body body)
{
    const std::size_t head_end = bytes.find("\r\n\r\n");
    if (head_end == std::string::npos) {
        return std::nullopt;
    }
    const std::size_t body_at = head_end + 4;
    HttpResponse response = parse_head(std::string_view{bytes}.substr(0, head_end));
    if (response.status < 200) {
        bytes.erase(0, body_at);
        return take_response(bytes, body);
    }
    const std::size_t length =
        body == Body::present ? to_number(response.header("Content-Length")) : 0;
    if (bytes.size() - body_at < length) {
        return std::nullopt;
    }
    response.body = bytes.substr(body_at, length);
    bytes.erase(0, body_at + length);
    return response;
}

HttpConnection HttpConnection::to_port(std::uint16_t port)
{
    return HttpConnection{connected(tcp_socket(), port)};
}

HttpConnection HttpConnection::to_port_from(const char* address, std::uint16_t port)
{
    sockaddr_in source{};
    source.sin_family = AF_INET;
    ::inet_pton(AF_INET, address, &source.sin_addr);
    const int socket = tcp_socket();
    ::bind(socket, reinterpret_cast<const sockaddr*>(&source), sizeof source);
    return HttpConnection{connected(socket, port)};
}

HttpConnection HttpConnection::to_socket(const std::string& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return HttpConnection{
        connected(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address)};
}

HttpConnection::~HttpConnection()
{
    if (socket_ >= 0) {
        ::close(socket_);
    }
}

HttpConnection::HttpConnection(HttpConnection&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}, received_{std::move(other.received_)}
{}

bool HttpConnection::send(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void HttpConnection::finish_sending() const
{
    ::shutdown(socket_, SHUT_WR);
}

void HttpConnection::reset()
{
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(socket_, -1));
}

bool HttpConnection::fill()
{
    std::array<char, chunk_size> chunk{};
    errno = 0;
    const ssize_t count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count <= 0) {
        return false;
    }
    received_.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<HttpResponse> HttpConnection::receive(Body body)
{
    for (;;) {
        if (auto response = take_response(received_, body)) {
            return response;
        }
        if (!fill()) {
            return std::nullopt;
        }
    }
}

bool HttpConnection::closed_by_server()
{
    while (fill()) {
    }
    return errno != EAGAIN && errno != EWOULDBLOCK;
}

std::string RequestText::to_string() const
{
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!key.empty()) {
        text += "azen-api-key: " + key + "\r\n";
    }
    if (!body.empty()) {
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n";
    }
    return text + headers + "\r\n" + body;
}

}  // namespace azen::test
