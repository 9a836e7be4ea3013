#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "server/app/application.h"

namespace azen::server {

/// Where to listen: "127.0.0.1:8080", "[::1]:8080", "unix:/run/azen.sock", or "fd:3", a socket that
/// listens already and was passed to this process. Port 0: any free one. Addresses only, no names:
/// what is listened on must not depend on a resolver.
struct Endpoint {
    std::string address;  // an IP address, or the path of a Unix socket
    std::uint16_t port = 0;
    bool is_unix = false;
    int descriptor = -1;  // of a socket that listens there already; -1: there is none yet

    bool is_loopback() const;       // true for Unix sockets too
    std::string to_string() const;  // the inverse of parse_endpoint; of a passed socket its address
};

/// ErrorKind::invalid for everything that is not written as above, and for a descriptor that is
/// something else than a stream socket that listens.
Result<Endpoint> parse_endpoint(std::string_view text);

/// What clients may take. Breaking a limit is answered with the error named, then the connection is
/// closed.
struct Limits {
    std::size_t max_header_bytes = std::size_t{16} * 1024;  // 431, or 414
    std::size_t max_body_bytes = std::size_t{1024} * 1024;  // 413
    std::size_t max_arriving_bytes =
        std::size_t{64} * 1024 * 1024;     // of bodies; one makes room: 408
    std::size_t max_connections = 10'000;  // then the longest idle one makes room, or all wait
    std::optional<std::size_t> max_connections_per_address;  // further ones are closed at once
    std::chrono::milliseconds handshake_timeout{10'000};     // closed; of TLS
    std::chrono::milliseconds header_timeout{10'000};  // 408, from the first byte of a request
    std::chrono::milliseconds body_timeout{30'000};    // 408, from the end of its header section
    std::chrono::milliseconds idle_timeout{75'000};    // closed without a word
    std::chrono::milliseconds write_timeout{30'000};   // closed
};

/// Where the server's certificate is, in PEM: its own first, then those between it and its
/// authority's; and the certificate's private key, without a passphrase.
struct TlsFiles {
    std::string certificate;
    std::string key;
};

/// How to serve. The defaults suit one developer's machine.
struct ServerOptions {
    Endpoint listen{.address = "127.0.0.1", .port = 8080};
    std::optional<TlsFiles> tls;  // clients are spoken to through TLS
    unsigned io_threads = 1;
    bool access_log = true;  // one JSON line a request
    int log_descriptor = 2;  // where it goes, and the server's own events; stays the caller's
    std::optional<std::string> log_file;  // where it goes instead
    Limits limits;
    std::chrono::milliseconds drain_timeout{10'000};  // how long a stop waits for open requests
    std::string notify_socket;  // of the service manager, as NOTIFY_SOCKET says; empty: none
};

/// Serves an Application over HTTP/1.1 until it is told to stop.
class Server {
public:
    virtual ~Server() = default;

    /// Binds; from here on connections queue. ErrorKind::conflict when the address is taken,
    /// invalid when the files for TLS or the log cannot be used. All but the options outlive the
    /// server. Lets the process open as many descriptors as it may, and has no more connections
    /// than they are good for.
    static Result<std::unique_ptr<Server>> create(ServerOptions options,
                                                  Application& application,
                                                  Store& store,
                                                  RandomSource& random);

    /// The endpoint bound, with the real port.
    virtual const Endpoint& endpoint() const = 0;

    /// Serves until stop(), SIGTERM or SIGINT; then stops accepting, finishes what is open,
    /// settles the store and returns. A second signal ends the process at once. SIGHUP makes it
    /// open its log's file anew, and read the files for TLS again, for connections to come; one
    /// that comes because the terminal that the log goes to was closed is as SIGTERM. Call it once.
    virtual Result<void> run() = 0;

    /// Makes run() end as SIGTERM does; before run() too. From any thread, more than once.
    virtual void stop() = 0;
};

}  // namespace azen::server
