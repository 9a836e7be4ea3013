#include <fcntl.h>
#include <sys/resource.h>

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "server/app/metrics.h"
#include "server/edge/acceptor.h"
#include "server/edge/listener.h"
#include "server/edge/log_file.h"
#include "support/http.h"
#include "support/sample_keys.h"

#include <boost/asio/io_context.hpp>

using namespace azen;
using namespace azen::server;

namespace {

// An acceptor on a port of its own, and who it has accepted. Turned by hand.
struct Door {
    explicit Door(std::size_t max_connections, std::optional<std::size_t> per_address = {})
        : budget{max_connections, per_address}
    {
        acceptor.start(
            [this](UniqueFd socket, int /*family*/, Peer peer) {
                sockets.push_back(std::move(socket));
                peers.push_back(std::move(peer));
            },
            [this] { ++calls_for_room; });
    }

    void turn() { context.poll(); }

    test::HttpConnection knock() const
    {
        return test::HttpConnection::to_port(listeners.endpoint.port);
    }

    test::LogFile file;
    LogStream stream{file.descriptor()};
    EventLog events{stream};
    ConnectionBudget budget;
    Listeners listeners = test::must(listen_on({.address = "127.0.0.1", .port = 0}, 1));
    boost::asio::io_context context;
    Metrics metrics{{}};
    Acceptor acceptor{context, std::move(listeners.sockets.front()), budget, metrics, events};
    int calls_for_room = 0;
    std::vector<UniqueFd> sockets;
    std::vector<Peer> peers;
};

// While this lives, the process can open no further descriptor.
class NoDescriptorsLeft {
public:
    NoDescriptorsLeft()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const UniqueFd lowest_free{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
        rlimit none = before_;
        none.rlim_cur = static_cast<rlim_t>(lowest_free.get());
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
    NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;
    ~NoDescriptorsLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

}  // namespace

TEST_CASE("all who wait are accepted, and known by their address")
{
    Door door{10};
    const auto first = door.knock();
    const auto second = door.knock();

    door.turn();

    REQUIRE(door.peers.size() == 2);
    CHECK(door.peers.front().address == "127.0.0.1");
    CHECK(door.peers.front().is_local);
}

TEST_CASE("when the budget is used up, clients wait until there is room and a resume")
{
    Door door{1};
    const auto first = door.knock();
    const auto second = door.knock();
    door.turn();
    CHECK(door.sockets.size() == 1);

    door.acceptor.resume();
    CHECK(door.sockets.size() == 1);
    door.budget.leave("127.0.0.1");
    door.acceptor.resume();

    CHECK(door.sockets.size() == 2);
}

TEST_CASE("room is asked for when somebody waits for it, and only then")
{
    Door door{1};
    const auto first = door.knock();
    door.turn();
    CHECK(door.calls_for_room == 0);

    const auto second = door.knock();
    door.acceptor.resume();

    CHECK(door.calls_for_room == 1);
    CHECK(door.sockets.size() == 1);
}

TEST_CASE("a client whose address has enough connections is closed, counted and told of once")
{
    Door door{10, 1};
    const auto first = door.knock();
    auto second = door.knock();
    auto third = door.knock();

    door.turn();

    CHECK(door.sockets.size() == 1);
    CHECK(second.closed_by_server());
    CHECK(third.closed_by_server());
    CHECK(door.metrics.format().find("azen_refused_connections_total 2\n") != std::string::npos);
    CHECK(door.file.lines().size() == 1);
    CHECK(door.file.lines().front().find("127.0.0.1") != std::string::npos);
}

TEST_CASE("without descriptors an acceptor pauses instead of spinning, and says so once")
{
    Door door{10};
    const auto client = door.knock();
    {
        const NoDescriptorsLeft none;
        door.turn();
        door.acceptor.resume();
        CHECK(door.context.poll() == 0);
    }
    CHECK(door.calls_for_room == 2);
    CHECK(door.sockets.empty());
    CHECK(door.file.lines().size() == 1);

    door.acceptor.resume();

    CHECK(door.sockets.size() == 1);
}

TEST_CASE("finishing accepts who is waiting already and nobody afterwards")
{
    Door door{10};
    const auto early = door.knock();

    door.acceptor.finish();
    auto late = door.knock();

    CHECK(door.sockets.size() == 1);
    CHECK(!late.send("anyone?"));
}
