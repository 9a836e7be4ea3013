/// Under a service manager: its sockets, its notifications, and what it makes of our unit.

#include <csignal>
#include <string>

#include <doctest/doctest.h>

#include "support/notify_socket.h"

#include "e2e/installation.h"

namespace azen::test {

TEST_SUITE_BEGIN("service");

TEST_CASE("a server tells when it is ready and when it stops")
{
    Installation machine;
    const NotifySocket manager;
    Process server = machine.start({"env",
                                    "NOTIFY_SOCKET=" + manager.path(),
                                    AZEN_BINARY,
                                    "serve",
                                    "--listen",
                                    "127.0.0.1:0"});

    CHECK(manager.receive() == "READY=1");
    CHECK(server.err().find("listening on ") != std::string::npos);
    server.signal(SIGTERM);
    CHECK(manager.receive() == "STOPPING=1");
    CHECK(server.wait(std::chrono::seconds{30}) == 0);
}

TEST_CASE("a server answers on a socket that systemd has opened, also for whoever came before it")
{
    Installation machine;
    const std::string key = machine.create_key({"ci"});
    const std::string socket = (machine.home() / "azen.sock").string();
    Process server = machine.start({"systemd-socket-activate",
                                    "--listen=" + socket,
                                    "--setenv=HOME=" + machine.home().string(),
                                    AZEN_BINARY,
                                    "serve",
                                    "--listen",
                                    "fd:3",
                                    "--threads",
                                    "2"});
    REQUIRE(eventually([&] { return std::filesystem::exists(socket); }));

    // The first connection starts the server; nobody is turned away meanwhile.
    HttpConnection connection = HttpConnection::to_socket(socket);
    CHECK(connection.send(verify(key).to_string()));
    CHECK(connection.receive().value_or(HttpResponse{}).status == 200);
    server.signal(SIGTERM);
    CHECK(server.wait(std::chrono::seconds{30}) == 0);
    CHECK(std::filesystem::exists(socket));
}

TEST_CASE("a descriptor that is no socket is a mistake in the configuration")
{
    Installation machine;

    CHECK(machine.azen({"serve", "--listen", "fd:3"}).status == 2);
}

TEST_SUITE_END();

}  // namespace azen::test
