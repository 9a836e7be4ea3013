#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A client that sends exactly the bytes it is given: the tests' own eyes, sharing no code with
/// what they look at.
namespace azen::test {

struct HttpResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  // as sent, in order
    std::string body;

    /// The first header of that name, whatever its case; empty when there is none.
    std::string header(std::string_view name) const;
    std::size_t count(std::string_view name) const;
};

/// Whether a response carries the body that its Content-Length tells of; one to HEAD does not.
enum class Body { present, absent };

/// Reads one response off the front of `bytes`, skipping interim ones. nullopt: not (yet) a whole
/// one. Only Content-Length frames a body: azen sends no other.
std::optional<HttpResponse> take_response(std::string& bytes, Body body = Body::present);

/// A connection to a server on this machine. Reads give up after ten seconds. One per thread.
class HttpConnection {
public:
    static HttpConnection to_port(std::uint16_t port);
    static HttpConnection to_port_from(const char* address, std::uint16_t port);
    static HttpConnection to_socket(const std::string& path);
    ~HttpConnection();
    HttpConnection(HttpConnection&& other) noexcept;
    HttpConnection& operator=(HttpConnection&&) = delete;

    /// Whether all of it went out.
    bool send(std::string_view bytes) const;

    /// Says that no more will be sent; answers can still be received.
    void finish_sending() const;

    /// Ends the connection as a machine does that has lost it: the server is told by a reset.
    void reset();

    /// The next response; nullopt when the connection ends, or time does, before a whole one.
    std::optional<HttpResponse> receive(Body body = Body::present);

    /// Whether the server has closed its side, after whatever else it sent.
    bool closed_by_server();

private:
    explicit HttpConnection(int socket) : socket_{socket} {}
    bool fill();

    int socket_ = -1;
    std::string received_;
};

/// A request as text, with Host, the key unless it is empty, and a body's length and type.
struct RequestText {
    std::string method = "GET";
    std::string target = "/";
    std::string key;
    std::string body;
    std::string headers;  // further lines, each ending in CRLF

    std::string to_string() const;
};

}  // namespace azen::test
