#include <fmt/format.h>
#include <sys/un.h>

#include <charconv>
#include <optional>
#include <string>

#include "server/edge/server.h"

#include <boost/asio/ip/address.hpp>

namespace azen::server {
namespace {

constexpr std::string_view unix_scheme = "unix:";
constexpr std::string_view examples =
    "for example 127.0.0.1:8080, [::1]:8080 or unix:/run/azen.sock";

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
