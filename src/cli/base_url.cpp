#include "cli/base_url.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "core/base/ascii.h"

namespace azen::cli {
namespace {

// The schemes, as people write them; upper case is not worth accepting.
constexpr std::string_view https = "https://";
constexpr std::string_view http = "http://";
constexpr std::string_view unix_scheme = "unix:";

bool is_host_character(char character)
{
    return is_ascii_alphanumeric(character) || character == '-' || character == '.';
}

// No query, no fragment, no spaces or quotes: nothing that changes meaning once a path is appended.
bool is_path_character(char character)
{
    return character > ' ' && character <= '~' &&
           std::string_view{"?#\\\"<>^`{|}"}.find(character) == std::string_view::npos;
}

// The host of "host", "host:port", "[::1]" or "[::1]:port"; nullopt when it is none of these.
std::optional<std::string_view> host_of(std::string_view authority)
{
    const bool bracketed = authority.starts_with('[');
    const std::size_t host_end = bracketed ? authority.find(']') + 1 : authority.find(':');
    if (bracketed && host_end == 0) {
        return std::nullopt;
    }
    const std::string_view host = authority.substr(0, host_end);
    std::string_view port = authority.substr(std::min(authority.size(), host.size()));
    if (!port.empty()) {
        port.remove_prefix(1);
        std::uint16_t number = 0;
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
        const bool whole = error == std::errc{} && end == port.data() + port.size();
        if (authority.at(host.size()) != ':' || !whole || number == 0) {
            return std::nullopt;
        }
    }
    const std::string_view name = bracketed ? host.substr(1, host.size() - 2) : host;
    const bool valid = std::ranges::all_of(name, [bracketed](char character) {
        return is_host_character(character) || (bracketed && character == ':');
    });
    return valid && !name.empty() ? std::optional{name} : std::nullopt;
}

// Only what can be nothing but loopback: names other than localhost may resolve to anything, and
// "127.evil.example" is a name, so all of it has to be four numbers.
bool is_loopback(std::string_view host)
{
    if (host == "localhost" || host == "::1") {
        return true;
    }
    return host.starts_with("127.") && std::ranges::count(host, '.') == 3 &&
           std::ranges::all_of(
               host, [](char character) { return is_ascii_digit(character) || character == '.'; });
}

// The text is not quoted: people paste URLs with passwords in them.
tl::unexpected<Error> malformed()
{
    return fail(ErrorKind::invalid,
                "the base URL is malformed",
                "write it like https://api.azen.sh, http://127.0.0.1:8080 or unix:/run/azen.sock");
}

Result<BaseUrl> parse_network_url(std::string_view text, std::string_view scheme)
{
    const std::string_view rest = text.substr(scheme.size());
    const std::size_t authority_end = std::min(rest.find('/'), rest.size());
    const std::optional<std::string_view> host = host_of(rest.substr(0, authority_end));
    if (!host || !std::ranges::all_of(rest.substr(authority_end), is_path_character)) {
        return malformed();
    }
    // The rule of this file: over TLS anywhere, in clear only where nobody else can listen.
    const bool encrypted = scheme == https;
    if (!encrypted && !is_loopback(*host)) {
        return fail(ErrorKind::invalid,
                    fmt::format("an API key must not travel unencrypted to {}", *host),
                    "use https://; plain http:// is for this machine only");
    }
    BaseUrl base{.url = std::string{text}, .encrypted = encrypted};
    base.url.erase(base.url.find_last_not_of('/') + 1);
    return base;
}

}  // namespace

// For messages: the "localhost" that a socket is reached by would only confuse.
std::string BaseUrl::to_string() const
{
    return unix_socket.empty() ? url : std::string{unix_scheme} + unix_socket;
}

std::string BaseUrl::origin() const
{
    const std::size_t host = url.find("//") + 2;
    std::string origin = url.substr(0, url.find('/', host));
    std::ranges::transform(origin, origin.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const std::string_view usual_port = encrypted ? ":443" : ":80";
    if (origin.ends_with(usual_port)) {
        origin.resize(origin.size() - usual_port.size());
    }
    return origin;
}

// Without a scheme there is no default: a guess could send the key unencrypted.
Result<BaseUrl> parse_base_url(std::string_view text)
{
    if (text.starts_with(https)) {
        return parse_network_url(text, https);
    }
    if (text.starts_with(http)) {
        return parse_network_url(text, http);
    }
    if (text.starts_with(unix_scheme) && text.size() > unix_scheme.size()) {
        return BaseUrl{.url = "http://localhost",
                       .unix_socket = std::string{text.substr(unix_scheme.size())}};
    }
    return malformed();
}

// Bytes, not code points: that is what RFC 3986 encodes.
std::string percent_encode(std::string_view text)
{
    std::string encoded;
    for (const char character : text) {
        const bool unreserved = is_ascii_alphanumeric(character) ||
                                std::string_view{"-._~"}.find(character) != std::string_view::npos;
        if (unreserved) {
            encoded += character;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(character));
        }
    }
    return encoded;
}

}  // namespace azen::cli
