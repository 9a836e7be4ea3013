#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/unique_fd.h"
#include "server/edge/server_fixture.h"

using namespace azen;
using namespace azen::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view ping = "/api/v1";
constexpr std::string_view large_page = "/openapi.yaml";

server::ServerOptions with_limits(const server::Limits& limits)
{
    server::ServerOptions options = local_options();
    options.limits = limits;
    return options;
}

// The status of the one reply to `bytes`, after which the server must close; 0 for no reply.
int status_before_close(const ServerFixture& fixture, std::string_view bytes)
{
    HttpConnection connection = fixture.connect();
    connection.send(bytes);
    const auto reply = connection.receive();
    CHECK(connection.closed_by_server());
    return reply ? reply->status : 0;
}

std::string post(std::size_t length, std::string_view fields = {})
{
    return "POST /api/v1/verify HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) +
           "\r\n" + std::string{fields} + "\r\n";
}

// A connection on which every byte can be seen, interim replies too.
UniqueFd connect_raw(std::uint16_t port)
{
    UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
            0);
    return socket;
}

std::string read_some(const UniqueFd& socket)
{
    std::string text(4096, '\0');
    const ssize_t size = ::recv(socket.get(), text.data(), text.size(), 0);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
}

// The access log's part of the log. Its lines are written after the replies that they tell of.
std::vector<nlohmann::json> request_lines(const ServerFixture& fixture)
{
    std::vector<nlohmann::json> lines;
    for (const std::string& line : fixture.log_lines()) {
        if (line.find("requestId") != std::string::npos) {
            lines.push_back(nlohmann::json::parse(line));
        }
    }
    return lines;
}

}  // namespace

TEST_CASE("a connection carries one request after the other")
{
    const ServerFixture fixture;
    HttpConnection connection = fixture.connect();

    for (const std::string id : {"first", "second"}) {
        connection.send(get(ping, id));
        const auto reply = connection.receive();

        REQUIRE(reply);
        CHECK(reply->status == 200);
        CHECK(reply->header("X-Request-Id") == id);
        CHECK(reply->count("Connection") == 0);
    }
}

TEST_CASE("requests sent at once, more than may be open, are answered in their order")
{
    const ServerFixture fixture;
    HttpConnection connection = fixture.connect();
    constexpr int count = 500;
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

TEST_CASE("a request may come byte by byte")
{
    ServerFixture fixture;
    HttpConnection connection = fixture.connect();
    const std::string request = search_request("az_wrong");

    for (const char byte : request) {
        connection.send({&byte, 1});
    }

    CHECK(connection.receive()->status == 403);
}

TEST_CASE("a client that has closed its half still gets its replies")
{
    const ServerFixture fixture;
    HttpConnection connection = fixture.connect();

    connection.send(get(ping, "1") + get(ping, "2"));
    connection.finish_sending();

    CHECK(connection.receive()->header("X-Request-Id") == "1");
    CHECK(connection.receive()->header("X-Request-Id") == "2");
    CHECK(connection.closed_by_server());
}

TEST_CASE("a request that its client did not finish gets no reply")
{
    const ServerFixture fixture;
    HttpConnection connection = fixture.connect();

    connection.send("GET / HTTP/1.1\r\nHo");
    connection.finish_sending();

    CHECK(!connection.receive());
    CHECK(connection.closed_by_server());
}

TEST_CASE("HEAD is answered without a body, and the connection goes on")
{
    const ServerFixture fixture;
    HttpConnection connection = fixture.connect();

    connection.send("HEAD /api/v1 HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto head = connection.receive(Body::absent);
    connection.send(get(ping));
    const auto full = connection.receive();

    REQUIRE((head && full));
    CHECK(head->header("Content-Length") == full->header("Content-Length"));
    CHECK(full->body == R"({"status":"ok"})");
}

TEST_CASE("a client that asks to close, or speaks HTTP/1.0, is closed after its reply")
{
    const ServerFixture fixture;

    CHECK(status_before_close(fixture, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") ==
          200);
    CHECK(status_before_close(fixture, "GET / HTTP/1.0\r\n\r\n") == 200);
}

TEST_CASE("HTTP/1.0 may keep its connection")
{
    const ServerFixture fixture;
    HttpConnection connection = fixture.connect();

    for (int i = 0; i < 2; ++i) {
        connection.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        CHECK(connection.receive()->header("Connection") == "keep-alive");
    }
}

TEST_CASE("bytes that are no request are answered with 400, and nothing after them is read")
{
    const ServerFixture fixture;

    CHECK(status_before_close(fixture, "GET / HTTP/1.1\nHost: a\n\n" + get(ping)) == 400);
    CHECK(status_before_close(fixture, "\x16\x03\x01\x02") == 400);
    CHECK(status_before_close(fixture, "GET / HTTP/3.0\r\nHost: a\r\n\r\n") == 505);
}

TEST_CASE("requests before a bad one are answered first")
{
    const ServerFixture fixture;
    HttpConnection connection = fixture.connect();

    connection.send(get(ping) + "nonsense\r\n\r\n" + get(ping));

    CHECK(connection.receive()->status == 200);
    const auto bad = connection.receive();
    CHECK(bad->status == 400);
    CHECK(bad->header("Connection") == "close");
    CHECK(!connection.receive());
}

TEST_CASE("a header section of 64 KiB is answered with 431, which its sender can read")
{
    const ServerFixture fixture;

    CHECK(status_before_close(
              fixture, "GET / HTTP/1.1\r\nX: " + std::string(64 * 1024, 'x') + "\r\n\r\n") == 431);
}

TEST_CASE("a body that is too large is answered with 413 while it is still being sent")
{
    const ServerFixture fixture;

    CHECK(status_before_close(fixture, post(3'000'000) + std::string(3'000'000, 'x')) == 413);
    CHECK(status_before_close(fixture, post(100'000'000'000)) == 413);
}

TEST_CASE("a body of the largest size is read whole")
{
    ServerFixture fixture;
    HttpConnection connection = fixture.connect();
    constexpr std::size_t size = 1024 * 1024;

    connection.send(post(size, "azen-api-key: " + fixture.issue_key() + "\r\n") +
                    std::string(size, ' '));

    CHECK(connection.receive()->status == 200);
}

TEST_CASE("a header section that does not end in time is answered with 408")
{
    const ServerFixture fixture{with_limits({.header_timeout = 60ms})};

    CHECK(status_before_close(fixture, "GET / HTTP/1.1\r\nHost:") == 408);
}

TEST_CASE("a body that does not end in time is answered with 408")
{
    const ServerFixture fixture{with_limits({.body_timeout = 60ms})};

    CHECK(status_before_close(fixture, post(10) + "half") == 408);
}

TEST_CASE("a byte now and then holds up neither time-out")
{
    const ServerFixture fixture{with_limits({.header_timeout = 60ms, .body_timeout = 60ms})};

    for (const std::string& head : {std::string{"GET / HTTP/1.1\r\nX: "}, post(1000)}) {
        const UniqueFd socket = connect_raw(fixture.endpoint().port);
        ::send(socket.get(), head.data(), head.size(), MSG_NOSIGNAL);

        const bool was_cut = eventually([&] {
            char answer = 0;
            ::send(socket.get(), "x", 1, MSG_NOSIGNAL);
            return ::recv(socket.get(), &answer, 1, MSG_DONTWAIT | MSG_PEEK) == 1;
        });

        CHECK(was_cut);
        CHECK(read_some(socket).starts_with("HTTP/1.1 408 "));
    }
}

TEST_CASE("an idle connection is closed without a word")
{
    const ServerFixture fixture{with_limits({.idle_timeout = 60ms})};

    HttpConnection used = fixture.connect();
    used.send(get(ping));
    CHECK(used.receive()->status == 200);

    CHECK(!used.receive());
    CHECK(status_before_close(fixture, "") == 0);
}

TEST_CASE("a client that asks to continue is told so before it sends the body")
{
    ServerFixture fixture;
    const UniqueFd socket = connect_raw(fixture.endpoint().port);
    const std::string head =
        post(2, "Expect: 100-continue\r\nazen-api-key: " + fixture.issue_key() + "\r\n");

    ::send(socket.get(), head.data(), head.size(), 0);
    const std::string interim = read_some(socket);
    ::send(socket.get(), "{}", 2, 0);

    CHECK(interim == "HTTP/1.1 100 Continue\r\n\r\n");
    CHECK(read_some(socket).starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("a client that sends the body at once is not told to continue")
{
    ServerFixture fixture;
    const UniqueFd socket = connect_raw(fixture.endpoint().port);
    const std::string request =
        post(2, "Expect: 100-continue\r\nazen-api-key: " + fixture.issue_key() + "\r\n") + "{}";

    ::send(socket.get(), request.data(), request.size(), 0);

    CHECK(read_some(socket).starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("replies wait for a client that reads later than it asks")
{
    const ServerFixture fixture;
    HttpConnection connection = fixture.connect();
    constexpr int count = 800;
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

TEST_CASE("a client that does not read its replies is cut off")
{
    ServerFixture fixture{with_limits({.write_timeout = 60ms})};
    HttpConnection connection = fixture.connect();
    const std::string request = get(large_page);
    const auto is_open = [&] {
        return fixture.metrics().format().find("azen_open_connections 0\n") == std::string::npos;
    };

    for (int i = 0; i < 4000 && connection.send(request); ++i) {
    }

    CHECK(eventually([&] { return !is_open(); }));
}

TEST_CASE("a reply that takes long holds up those behind it, which keep their order")
{
    ServerFixture fixture;
    HttpConnection connection = fixture.connect();

    connection.send(search_request(fixture.issue_key(), "X-Request-Id: slow\r\n") +
                    get(ping, "fast"));
    HttpConnection other = fixture.connect();
    other.send(get(ping, "other"));
    CHECK(other.receive()->header("X-Request-Id") == "other");
    fixture.let_searches_run();

    CHECK(connection.receive()->header("X-Request-Id") == "slow");
    CHECK(connection.receive()->header("X-Request-Id") == "fast");
}

TEST_CASE("the work of a client that has left is finished and counted")
{
    ServerFixture fixture;
    const auto issued = fixture.base.issue();
    const auto searches = [&] {
        return fixture.base.keys.usage(issued.key.id)->summary.searches;
    };
    {
        HttpConnection connection = fixture.connect();
        connection.send(search_request(issued.secret) + get(ping));
        CHECK(eventually(
            [&] { return fixture.base.find_key(issued.key.id).use.request_count == 1; }));
    }

    fixture.let_searches_run();

    CHECK(eventually([&] { return searches() == 1; }));
}

TEST_CASE("a peer on this machine is local unless a proxy has forwarded it")
{
    const ServerFixture fixture;
    HttpConnection connection = fixture.connect();

    connection.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(connection.receive()->status == 200);
    connection.send("GET /metrics HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n");
    CHECK(connection.receive()->status == 404);
}

TEST_CASE("every request leaves a line in the access log, a bad one too")
{
    server::ServerOptions options = local_options();
    options.access_log = true;
    const ServerFixture fixture{options};
    HttpConnection connection = fixture.connect();

    connection.send(get("/api/v1?secret=1", "one") + "bad\r\n\r\n");
    CHECK(eventually([&] { return request_lines(fixture).size() == 2; }));

    const auto lines = request_lines(fixture);
    CHECK(lines[0]["requestId"] == "one");
    CHECK(lines[0]["path"] == "/api/v1");
    CHECK(lines[0]["client"] == "127.0.0.1");
    CHECK(lines[1]["status"] == 400);
}
