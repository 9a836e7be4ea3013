#pragma once

#include <string>
#include <thread>
#include <vector>

#include "core/base/guarded.h"
#include "support/certificates.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace azen::test {

/// An HTTPS server on a free loopback port that shows `certificate` and answers each request with
/// 200 and `{}`. Remembers what it was sent.
class TlsServer {
public:
    explicit TlsServer(const Certificate& certificate);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string url() const;

    /// The heads of the requests so far. A client that refused the certificate has sent none.
    std::vector<std::string> requests();

private:
    void serve();
    void exchange(boost::asio::ip::tcp::socket socket);

    boost::asio::io_context io_;
    boost::asio::ssl::context tls_;
    boost::asio::ip::tcp::acceptor acceptor_;
    Guarded<std::vector<std::string>> requests_;
    std::jthread thread_;
};

}  // namespace azen::test
