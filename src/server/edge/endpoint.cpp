#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>

#include "server/edge/server.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace azen::server {
namespace {

constexpr std::string_view unix_scheme = "unix:";
constexpr std::string_view descriptor_scheme = "fd:";
constexpr std::string_view examples =
    "for example 127.0.0.1:8080, [::1]:8080, unix:/run/azen.sock or fd:3";

std::optional<boost::asio::ip::address> parse_address(const std::string& text)
{
    boost::system::error_code error;
    const boost::asio::ip::address address = boost::asio::ip::make_address(text, error);
    return error ? std::nullopt : std::optional{address};
}

std::optional<std::uint16_t> parse_port(std::string_view text)
{
    std::uint16_t port = 0;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const auto [parsed_to, error] = std::from_chars(begin, end, port);
    return error == std::errc{} && parsed_to == end ? std::optional{port} : std::nullopt;
}

Result<Endpoint> parse_unix(std::string_view path)
{
    if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path)) {
        return fail(ErrorKind::invalid,
                    fmt::format("a socket's path must have 1 to {} bytes",
                                sizeof(sockaddr_un::sun_path) - 1));
    }
    return Endpoint{.address = std::string{path}, .port = 0, .is_unix = true};
}

bool is_listening_stream(int descriptor)
{
    int listens = 0;
    int type = 0;
    socklen_t size = sizeof(int);
    return ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 &&
           ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && listens != 0 &&
           type == SOCK_STREAM;
}

// What the passed socket is bound to: whether other machines can reach it has to be known.
Result<Endpoint> parse_descriptor(std::string_view text)
{
    const auto descriptor = parse_port(text);
    if (!descriptor || *descriptor <= STDERR_FILENO || !is_listening_stream(*descriptor)) {
        return fail(ErrorKind::invalid,
                    fmt::format("descriptor \"{}\" is no socket that listens", text),
                    "name the first that the service manager passes, which is fd:3");
    }
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    ::getsockname(*descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
    if (bound.ss_family == AF_UNIX) {
        sockaddr_un path{};
        std::memcpy(&path, &bound, std::min<std::size_t>(size, sizeof path));
        return Endpoint{.address = path.sun_path, .is_unix = true, .descriptor = *descriptor};
    }
    boost::asio::ip::tcp::endpoint address;
    std::memcpy(address.data(), &bound, std::min<std::size_t>(size, address.capacity()));
    return Endpoint{.address = address.address().to_string(),
                    .port = address.port(),
                    .descriptor = *descriptor};
}

}  // namespace

bool Endpoint::is_loopback() const
{
    const auto parsed = is_unix ? std::nullopt : parse_address(address);
    return is_unix || (parsed && parsed->is_loopback());
}

std::string Endpoint::to_string() const
{
    if (is_unix) {
        return fmt::format("{}{}", unix_scheme, address);
    }
    const bool is_v6 = address.find(':') != std::string::npos;
    return is_v6 ? fmt::format("[{}]:{}", address, port) : fmt::format("{}:{}", address, port);
}

Result<Endpoint> parse_endpoint(std::string_view text)
{
    if (text.starts_with(unix_scheme)) {
        return parse_unix(text.substr(unix_scheme.size()));
    }
    if (text.starts_with(descriptor_scheme)) {
        return parse_descriptor(text.substr(descriptor_scheme.size()));
    }
    const std::size_t colon = text.rfind(':');
    std::string_view host = text.substr(0, colon == std::string_view::npos ? 0 : colon);
    const bool is_bracketed = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
    if (is_bracketed) {
        host = host.substr(1, host.size() - 2);
    }
    const auto address = parse_address(std::string{host});
    const auto port = parse_port(text.substr(colon == std::string_view::npos ? 0 : colon + 1));
    if (!address || !port || address->is_v6() != is_bracketed) {
        return fail(ErrorKind::invalid,
                    fmt::format("\"{}\" is no address to listen on", text),
                    std::string{examples});
    }
    return Endpoint{.address = address->to_string(), .port = *port};
}

}  // namespace azen::server
