#pragma once

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "core/base/guarded.h"
#include "support/temp_dir.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace azen::test {

/// What a certificate says.
struct Claim {
    std::string name = "IP:127.0.0.1";  // as in a subjectAltName: "DNS:example.org"
    int days = 1;                       // from now on; negative: it has expired
};

/// PEM files of a certificate and its private key. They live as long as the authority.
struct Certificate {
    std::string file;
    std::string key_file;
};

/// An authority that no system knows, made by the openssl program. One per thread.
class CertificateAuthority {
public:
    CertificateAuthority();

    /// What a client has to trust: the authority's own certificate, in PEM.
    std::string file() const;

    Certificate issue(const Claim& claim);

private:
    TempDir directory_;
    int issued_ = 0;
};

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
