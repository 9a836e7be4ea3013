#include "cli/support/lossy_proxy.h"

#include <fmt/core.h>
#include <sys/socket.h>

#include "cli/support/scripted_server.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace azen::test {
namespace {

using boost::asio::ip::tcp;

// So that its answer ends where the connection does.
std::string asking_to_close(std::string request)
{
    const std::size_t first_line = request.find("\r\n");
    return request.insert(first_line + 2, "Connection: close\r\n");
}

std::uint16_t port_in(const std::string& url)
{
    return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
}

}  // namespace

LossyProxy::LossyProxy(const std::string& url, int lost)
    : acceptor_{io_, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}},
      upstream_port_{port_in(url)},
      to_lose_{lost},
      thread_{[this] {
          serve();
      }}
{}

LossyProxy::~LossyProxy()
{
    // Wakes the accept() that the thread sits in; closing the descriptor would not.
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
}

std::string LossyProxy::url() const
{
    return fmt::format("http://127.0.0.1:{}", acceptor_.local_endpoint().port());
}

void LossyProxy::serve()
{
    for (;;) {
        tcp::socket client{io_};
        boost::system::error_code error;
        acceptor_.accept(client, error);
        if (error) {
            return;
        }
        pass_on(client);
    }
}

void LossyProxy::pass_on(Socket& client)
{
    boost::system::error_code error;  // whoever has gone is the test's to notice
    const std::string request = read_request(client);
    tcp::socket upstream{io_};
    upstream.connect({boost::asio::ip::address_v4::loopback(), upstream_port_}, error);
    boost::asio::write(upstream, boost::asio::buffer(asking_to_close(request)), error);
    std::string answer;
    boost::asio::read(upstream, boost::asio::dynamic_buffer(answer), error);
    if (request.starts_with("POST") && to_lose_ > 0) {
        --to_lose_;
        ++lost_so_far_;
        return;
    }
    boost::asio::write(client, boost::asio::buffer(answer), error);
}

}  // namespace azen::test
