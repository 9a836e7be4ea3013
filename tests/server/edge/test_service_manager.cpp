#include <chrono>

#include <doctest/doctest.h>

#include "server/edge/server_fixture.h"
#include "server/edge/service_manager.h"
#include "support/notify_socket.h"

namespace azen::server {

using test::NotifySocket;

TEST_CASE("a service manager is told in its own words")
{
    const NotifySocket socket;
    const ServiceManager manager{socket.path()};

    manager.ready();
    manager.stopping();

    CHECK(socket.receive() == "READY=1");
    CHECK(socket.receive() == "STOPPING=1");
}

TEST_CASE("a reload carries the time at which it began")
{
    const NotifySocket socket;
    const auto before = std::chrono::steady_clock::now().time_since_epoch();

    ServiceManager{socket.path()}.reloading();

    const std::string said = socket.receive();
    constexpr std::string_view start = "RELOADING=1\nMONOTONIC_USEC=";
    REQUIRE(said.starts_with(start));
    const std::int64_t time = std::stoll(said.substr(start.size()));
    CHECK(time >= std::chrono::duration_cast<std::chrono::microseconds>(before).count());
}

TEST_CASE("without a manager, or with one that does not listen, nothing happens")
{
    ServiceManager{""}.ready();
    ServiceManager{"/nonexistent"}.ready();
    ServiceManager{"@nobody-listens-here"}.ready();
    ServiceManager{std::string(200, 'x')}.ready();

    const NotifySocket socket;
    ServiceManager{socket.path()}.ready();
    CHECK(socket.receive() == "READY=1");
}

TEST_CASE("a server is ready when it answers, and stopping before it ends")
{
    const NotifySocket socket;
    ServerOptions options = test::local_options();
    options.notify_socket = socket.path();
    test::ServerFixture fixture{options};

    CHECK(socket.receive() == "READY=1");
    fixture.stop();
    CHECK(socket.receive() == "STOPPING=1");
    CHECK(fixture.has_stopped());
}

}  // namespace azen::server
