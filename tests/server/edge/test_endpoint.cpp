#include <string>

#include <doctest/doctest.h>

#include "server/edge/server.h"

using namespace azen;
using namespace azen::server;

TEST_CASE("an endpoint is an address and a port, or a socket's path")
{
    const auto v4 = parse_endpoint("127.0.0.1:8080");
    const auto v6 = parse_endpoint("[::1]:0");
    const auto unix_socket = parse_endpoint("unix:/run/azen.sock");

    REQUIRE((v4 && v6 && unix_socket));
    CHECK(v4->address == "127.0.0.1");
    CHECK(v4->port == 8080);
    CHECK(v6->address == "::1");
    CHECK(v6->port == 0);
    CHECK(unix_socket->address == "/run/azen.sock");
    CHECK(unix_socket->is_unix);
}

TEST_CASE("an endpoint is printed as it is parsed")
{
    for (const std::string text :
         {"127.0.0.1:8080", "[::1]:65535", "0.0.0.0:0", "unix:azen.sock"}) {
        const auto endpoint = parse_endpoint(text);

        REQUIRE(endpoint);
        CHECK(endpoint->to_string() == text);
    }
}

TEST_CASE("what is no endpoint is refused with examples")
{
    for (const std::string text : {"",
                                   "8080",
                                   ":8080",
                                   "127.0.0.1",
                                   "127.0.0.1:",
                                   "127.0.0.1:65536",
                                   "127.0.0.1:-1",
                                   "127.0.0.1:80x",
                                   "localhost:8080",
                                   "::1:8080",
                                   "[127.0.0.1]:80",
                                   "[::1]",
                                   "1.2.3:80"}) {
        const auto endpoint = parse_endpoint(text);

        REQUIRE_MESSAGE(!endpoint, text);
        CHECK(endpoint.error().kind == ErrorKind::invalid);
        CHECK(!endpoint.error().hint.empty());
    }
}

TEST_CASE("a socket's path must fit the system's limit")
{
    CHECK(parse_endpoint("unix:" + std::string(107, 'p')));
    CHECK(!parse_endpoint("unix:" + std::string(108, 'p')));
    CHECK(!parse_endpoint("unix:"));
}

TEST_CASE("loopback addresses and Unix sockets are loopback, others are not")
{
    CHECK(parse_endpoint("127.1.2.3:80")->is_loopback());
    CHECK(parse_endpoint("[::1]:80")->is_loopback());
    CHECK(parse_endpoint("unix:/s")->is_loopback());
    CHECK(!parse_endpoint("0.0.0.0:80")->is_loopback());
    CHECK(!parse_endpoint("192.0.2.1:80")->is_loopback());
    CHECK(!parse_endpoint("[::]:80")->is_loopback());
}
