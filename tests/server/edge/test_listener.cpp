#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "server/edge/listener.h"
#include "support/http.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::server;

namespace {

constexpr std::string_view request = "GET / HTTP/1.1\r\n\r\n";

Endpoint local(std::uint16_t port = 0)
{
    return {.address = "127.0.0.1", .port = port};
}

Endpoint socket_in(const test::TempDir& directory)
{
    return {.address = (directory / "azen.sock").string(), .port = 0, .is_unix = true};
}

// Leaves a socket file behind that nobody listens on, as a killed process does.
void leave_stale_socket(const Endpoint& endpoint)
{
    const UniqueFd socket{::socket(AF_UNIX, SOCK_STREAM, 0)};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    endpoint.address.copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

}  // namespace

TEST_CASE("port 0 becomes a real port that clients can connect to")
{
    const auto listeners = listen_on(local(), 1);

    REQUIRE(listeners);
    CHECK(listeners->endpoint.port != 0);
    CHECK(listeners->sockets.size() == 1);
    CHECK(test::HttpConnection::to_port(listeners->endpoint.port).send(request));
}

TEST_CASE("many sockets share one port")
{
    const auto listeners = listen_on(local(), 3);

    REQUIRE(listeners);
    CHECK(listeners->sockets.size() == 3);
}

TEST_CASE("a port that someone listens on is a conflict, shared or not")
{
    for (const std::size_t count : {1U, 2U}) {
        const auto first = listen_on(local(), count);
        REQUIRE(first);

        for (const std::size_t others : {1U, 2U}) {
            const auto second = listen_on(local(first->endpoint.port), others);

            REQUIRE(!second);
            CHECK(second.error().kind == ErrorKind::conflict);
        }
    }
}

TEST_CASE("an address that is not ours is invalid")
{
    const auto listeners = listen_on({.address = "192.0.2.1", .port = 0}, 1);

    REQUIRE(!listeners);
    CHECK(listeners.error().kind == ErrorKind::invalid);
}

TEST_CASE("a Unix socket is there for its owner and group, and gone afterwards")
{
    const test::TempDir directory;
    const Endpoint endpoint = socket_in(directory);
    struct stat status{};
    {
        const auto listeners = listen_on(endpoint, 2);

        REQUIRE(listeners);
        CHECK(listeners->sockets.size() == 2);
        REQUIRE(::lstat(endpoint.address.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777U) == 0660U);
        CHECK(test::HttpConnection::to_socket(endpoint.address).send(request));
    }

    CHECK(::lstat(endpoint.address.c_str(), &status) != 0);
}

TEST_CASE("a socket file that a dead process left is replaced")
{
    const test::TempDir directory;
    leave_stale_socket(socket_in(directory));

    const auto listeners = listen_on(socket_in(directory), 1);

    CHECK(listeners);
    CHECK(test::HttpConnection::to_socket(socket_in(directory).address).send(request));
}

TEST_CASE("a Unix socket that someone listens on is a conflict and stays")
{
    const test::TempDir directory;
    const auto first = listen_on(socket_in(directory), 1);
    REQUIRE(first);

    const auto second = listen_on(socket_in(directory), 1);

    REQUIRE(!second);
    CHECK(second.error().kind == ErrorKind::conflict);
    CHECK(test::HttpConnection::to_socket(socket_in(directory).address).send(request));
}

TEST_CASE("a file that is no socket is never removed")
{
    const test::TempDir directory;
    const Endpoint endpoint = socket_in(directory);
    std::ofstream{endpoint.address} << "precious";

    const auto listeners = listen_on(endpoint, 1);

    REQUIRE(!listeners);
    CHECK(listeners.error().kind == ErrorKind::conflict);
    CHECK(std::filesystem::file_size(endpoint.address) == 8);
}

TEST_CASE("a socket file that has been replaced is left to its new owner")
{
    const test::TempDir directory;
    const Endpoint endpoint = socket_in(directory);
    {
        const auto listeners = listen_on(endpoint, 1);
        REQUIRE(listeners);
        std::filesystem::remove(endpoint.address);
        std::ofstream{endpoint.address} << "new";
    }

    CHECK(std::filesystem::exists(endpoint.address));
}

TEST_CASE("a socket that was passed is listened on by all threads, and its file stays")
{
    const test::TempDir directory;
    const Endpoint bound = socket_in(directory);
    auto passed = listen_on(bound, 1);
    REQUIRE(passed);
    const int descriptor = ::dup(passed->sockets.front().get());

    const auto endpoint = parse_endpoint("fd:" + std::to_string(descriptor));
    REQUIRE(endpoint);
    CHECK(endpoint->to_string() == bound.to_string());
    CHECK(endpoint->is_loopback());
    {
        const auto listeners = listen_on(*endpoint, 3);
        REQUIRE(listeners);
        CHECK(listeners->sockets.size() == 3);
        CHECK((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
        CHECK((::fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0);
    }

    CHECK(std::filesystem::exists(bound.address));
}

TEST_CASE("a passed socket is known by the address that it is bound to")
{
    const auto passed = listen_on(local(), 1);
    REQUIRE(passed);
    const int descriptor = passed->sockets.front().get();

    const auto endpoint = parse_endpoint("fd:" + std::to_string(descriptor));

    REQUIRE(endpoint);
    CHECK(endpoint->port == passed->endpoint.port);
    CHECK(endpoint->address == "127.0.0.1");
    CHECK_FALSE(endpoint->is_unix);
}

TEST_CASE("a descriptor that is no socket that listens is refused")
{
    const UniqueFd idle{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};

    for (const std::string& text : {std::string{"fd:"},
                                    std::string{"fd:x"},
                                    std::string{"fd:0"},
                                    std::string{"fd:9999"},
                                    "fd:" + std::to_string(idle.get())}) {
        CAPTURE(text);
        const auto endpoint = parse_endpoint(text);
        REQUIRE_FALSE(endpoint.has_value());
        CHECK(endpoint.error().kind == ErrorKind::invalid);
    }
}
