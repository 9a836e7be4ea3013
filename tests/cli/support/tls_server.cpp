#include "cli/support/tls_server.h"

#include <fmt/core.h>
#include <sys/socket.h>

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace azen::test {
namespace {

using boost::asio::ip::tcp;
namespace ssl = boost::asio::ssl;

}  // namespace

TlsServer::TlsServer(const Certificate& certificate)
    : tls_{ssl::context::tls_server},
      acceptor_{io_, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}}
{
    tls_.use_certificate_chain_file(certificate.file);
    tls_.use_private_key_file(certificate.key_file, ssl::context::pem);
    thread_ = std::jthread{[this] {
        serve();
    }};
}

TlsServer::~TlsServer()
{
    // Wakes the accept() that the thread sits in; closing the descriptor would not.
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
}

std::string TlsServer::url() const
{
    return fmt::format("https://127.0.0.1:{}", acceptor_.local_endpoint().port());
}

std::vector<std::string> TlsServer::requests()
{
    return *requests_.lock();
}

void TlsServer::serve()
{
    for (;;) {
        tcp::socket socket{io_};
        boost::system::error_code error;
        acceptor_.accept(socket, error);
        if (error) {
            return;
        }
        exchange(std::move(socket));
    }
}

void TlsServer::exchange(tcp::socket socket)
{
    ssl::stream<tcp::socket> stream{std::move(socket), tls_};
    boost::system::error_code error;
    stream.handshake(ssl::stream_base::server, error);
    std::string request;
    if (!error) {
        boost::asio::read_until(stream, boost::asio::dynamic_buffer(request), "\r\n\r\n", error);
    }
    if (!request.empty()) {
        requests_.lock()->push_back(request);
    }
    const std::string answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    if (!error) {
        boost::asio::write(stream, boost::asio::buffer(answer), error);
    }
}

}  // namespace azen::test
