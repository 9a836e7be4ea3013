#include "e2e/clients.h"

#include <atomic>
#include <thread>

namespace azen::test {

namespace {

/// One client: sends requests as long as there are any left, on a connection that it keeps.
std::map<int, int> send_share(const Load& load, std::uint16_t port, std::atomic<int>& left)
{
    std::map<int, int> counts;
    HttpConnection connection = HttpConnection::to_port(port);
    while (left.fetch_sub(1) > 0) {
        connection.send(load.request);
        ++counts[connection.receive().value_or(HttpResponse{}).status];
    }
    return counts;
}

}  // namespace

std::map<int, int> send_at_once(const Load& load)
{
    std::atomic<int> left{load.requests};
    std::vector<std::map<int, int>> shares(static_cast<std::size_t>(load.connections));
    {
        std::vector<std::jthread> clients;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            clients.emplace_back(
                [&, i] { shares[i] = send_share(load, load.ports[i % load.ports.size()], left); });
        }
    }
    std::map<int, int> total;
    for (const auto& share : shares) {
        for (const auto& [status, count] : share) {
            total[status] += count;
        }
    }
    return total;
}

}  // namespace azen::test
