/// TLS on real sockets: what Connection does with it. What handshakes agree on is tested with the
/// real program (tests/e2e/test_tls.cpp).

#include <string>

#include <doctest/doctest.h>

#include "server/edge/server_fixture.h"
#include "support/certificates.h"
#include "support/tls_client.h"

using namespace azen;
using namespace azen::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view ping = "/api/v1";
constexpr std::string_view large_page = "/openapi.yaml";

struct Secure {
    CertificateAuthority authority;
    Certificate certificate = authority.issue({});

    server::ServerOptions options(const server::Limits& limits = {}) const
    {
        server::ServerOptions options = local_options();
        options.limits = limits;
        options.tls = {.certificate = certificate.file, .key = certificate.key_file};
        return options;
    }
};

bool has_metric(ServerFixture& fixture, std::string_view line)
{
    return fixture.metrics().format().find(std::string{line} + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE_FIXTURE(Secure, "a connection carries one request after the other through TLS")
{
    const ServerFixture fixture{options()};
    TlsConnection connection{fixture.endpoint().port};

    for (const std::string id : {"first", "second"}) {
        connection.send(get(ping, id));
        const auto reply = connection.receive();

        REQUIRE(reply);
        CHECK(reply->header("X-Request-Id") == id);
    }
}

TEST_CASE_FIXTURE(Secure, "a request may come byte by byte, each in a record of its own")
{
    const ServerFixture fixture{options()};
    TlsConnection connection{fixture.endpoint().port};
    const std::string request = search_request("az_wrong");

    for (const char byte : request) {
        connection.send({&byte, 1});
    }

    CHECK(connection.receive()->status == 403);
}

TEST_CASE_FIXTURE(Secure, "requests in one record, more than may be open, are answered in order")
{
    const ServerFixture fixture{options()};
    TlsConnection connection{fixture.endpoint().port};
    constexpr int count = 200;
    std::string requests;
    for (int i = 0; i < count; ++i) {
        requests += get(ping, std::to_string(i));
    }

    connection.send(requests);

    for (int i = 0; i < count; ++i) {
        const auto reply = connection.receive();
        REQUIRE(reply);
        REQUIRE(reply->header("X-Request-Id") == std::to_string(i));
    }
}

TEST_CASE_FIXTURE(Secure, "a body of the largest size is read whole")
{
    ServerFixture fixture{options()};
    TlsConnection connection{fixture.endpoint().port};
    constexpr std::size_t size = 1024 * 1024;

    connection.send(
        "POST /api/v1/verify HTTP/1.1\r\nHost: a\r\nazen-api-key: " + fixture.issue_key() +
        "\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, ' '));

    CHECK(connection.receive()->status == 200);
}

TEST_CASE_FIXTURE(Secure, "replies wait for a client that reads later than it asks")
{
    const ServerFixture fixture{options()};
    TlsConnection connection{fixture.endpoint().port};
    constexpr int count = 400;
    std::string requests;
    for (int i = 0; i < count; ++i) {
        requests += get(large_page, std::to_string(i));
    }

    connection.send(requests);

    for (int i = 0; i < count; ++i) {
        const auto reply = connection.receive();
        REQUIRE(reply);
        REQUIRE(reply->header("X-Request-Id") == std::to_string(i));
        REQUIRE(reply->body.size() > 1000);
    }
}

TEST_CASE_FIXTURE(Secure, "a client that has closed its half still gets its replies")
{
    const ServerFixture fixture{options()};
    TlsConnection connection{fixture.endpoint().port};

    connection.send(get(ping, "1") + get(ping, "2"));
    connection.finish_sending();

    CHECK(connection.receive()->header("X-Request-Id") == "1");
    CHECK(connection.receive()->header("X-Request-Id") == "2");
    CHECK(connection.finished_by_server());
}

TEST_CASE_FIXTURE(Secure, "a bad request is answered after the good ones, and ends the connection")
{
    const ServerFixture fixture{options()};
    TlsConnection connection{fixture.endpoint().port};

    connection.send(get(ping) + "nonsense\r\n\r\n" + get(ping));

    CHECK(connection.receive()->status == 200);
    CHECK(connection.receive()->status == 400);
    CHECK(!connection.receive());
    CHECK(connection.finished_by_server());
}

TEST_CASE_FIXTURE(Secure, "a request that does not end in time is answered with 408")
{
    const ServerFixture fixture{options({.header_timeout = 60ms})};
    TlsConnection connection{fixture.endpoint().port};

    connection.send("GET / HTTP/1.1\r\nHost:");

    CHECK(connection.receive()->status == 408);
    CHECK(connection.finished_by_server());
}

TEST_CASE_FIXTURE(Secure, "an idle connection is closed, and told so by TLS")
{
    const ServerFixture fixture{options({.idle_timeout = 60ms})};
    TlsConnection connection{fixture.endpoint().port};
    CHECK(connection.is_established());

    CHECK(connection.finished_by_server());
}

TEST_CASE_FIXTURE(Secure, "who does not shake hands in time is closed, whatever trickles in")
{
    ServerFixture fixture{options({.handshake_timeout = 60ms})};
    HttpConnection silent = fixture.connect();
    HttpConnection slow = fixture.connect();
    // The beginning of a record that never ends.
    CHECK(slow.send("\x16\x03\x01\x02"));

    CHECK(silent.closed_by_server());
    CHECK(slow.closed_by_server());
    CHECK(eventually([&] { return has_metric(fixture, "azen_tls_handshake_failures_total 2"); }));
}

TEST_CASE_FIXTURE(Secure, "bytes that are no handshake close the connection, and nothing else")
{
    ServerFixture fixture{options()};
    TlsConnection honest{fixture.endpoint().port};
    HttpConnection plain = fixture.connect();
    HttpConnection noise = fixture.connect();

    plain.send(get(ping));
    noise.send(std::string(20'000, '\xFF'));

    CHECK(!plain.receive());
    CHECK(plain.closed_by_server());
    CHECK(noise.closed_by_server());
    honest.send(get(ping, "still"));
    CHECK(honest.receive()->header("X-Request-Id") == "still");
    CHECK(eventually([&] { return has_metric(fixture, "azen_tls_handshake_failures_total 2"); }));
}

TEST_CASE_FIXTURE(Secure, "stopping closes idle connections, and those that never shook hands")
{
    ServerFixture fixture{options()};
    HttpConnection silent = fixture.connect();
    TlsConnection idle{fixture.endpoint().port};
    CHECK(idle.is_established());

    fixture.stop();

    CHECK(fixture.has_stopped());
    CHECK(idle.finished_by_server());
    CHECK(silent.closed_by_server());
}
