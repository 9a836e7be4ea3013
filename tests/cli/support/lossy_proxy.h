#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace azen::test {

/// Stands between a client and a server on the loopback interface and loses answers: a request is
/// passed on and carried out, and the connection is closed instead of passing its answer back.
class LossyProxy {
public:
    /// In front of the server at `url`; of the answers, those to the first `lost` POSTs are lost.
    LossyProxy(const std::string& url, int lost);
    ~LossyProxy();
    LossyProxy(const LossyProxy&) = delete;
    LossyProxy& operator=(const LossyProxy&) = delete;

    std::string url() const;

    /// How many answers have been lost.
    int lost() const { return lost_so_far_; }

private:
    using Socket = boost::asio::ip::tcp::socket;

    void serve();
    void pass_on(Socket& client);

    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::uint16_t upstream_port_;
    int to_lose_;
    std::atomic<int> lost_so_far_{0};
    std::jthread thread_;
};

}  // namespace azen::test
