#include <pty.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/unique_fd.h"
#include "server/edge/server_fixture.h"
#include "support/sample_keys.h"

using namespace azen;
using namespace azen::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view ping = "/api/v1";

int status_of(HttpConnection& connection, std::string_view request)
{
    connection.send(request);
    const auto reply = connection.receive();
    return reply ? reply->status : 0;
}

int ask(const ServerFixture& fixture)
{
    HttpConnection connection = fixture.connect();
    return status_of(connection, get(ping));
}

bool has_logged(const ServerFixture& fixture, std::string_view event)
{
    const std::string wanted = "\"event\":\"" + std::string{event} + "\"";
    const auto lines = fixture.log_lines();
    return std::ranges::any_of(
        lines, [&](const std::string& line) { return line.find(wanted) != std::string::npos; });
}

}  // namespace

TEST_CASE("a server answers until it is stopped, and says so in its log")
{
    ServerFixture fixture;
    CHECK(ask(fixture) == 200);

    fixture.stop();

    CHECK(fixture.has_stopped());
    CHECK(ask(fixture) == 0);
    CHECK(has_logged(fixture, "started"));
    CHECK(has_logged(fixture, "stopping"));
    CHECK(has_logged(fixture, "stopped"));
}

TEST_CASE("a second server on the same address is a conflict")
{
    ServerFixture fixture;
    server::ServerOptions options = local_options();
    options.listen = fixture.endpoint();

    const auto second = server::Server::create(
        options, fixture.base.application, fixture.store(), fixture.base.random);

    REQUIRE(!second);
    CHECK(second.error().kind == ErrorKind::conflict);
}

TEST_CASE("a server listens on a Unix socket, whose clients are local, and removes it")
{
    const TempDir directory;
    server::ServerOptions options = local_options();
    options.listen = {.address = (directory / "s").string(), .port = 0, .is_unix = true};
    ServerFixture fixture{options};
    HttpConnection connection = fixture.connect();

    CHECK(status_of(connection, get("/metrics")) == 200);
    fixture.stop();

    CHECK(fixture.has_stopped());
    CHECK(!std::filesystem::exists(directory / "s"));
}

TEST_CASE("several I/O threads serve one address")
{
    server::ServerOptions options = local_options();
    options.io_threads = 3;
    ServerFixture fixture{options};
    std::vector<HttpConnection> connections;
    for (int i = 0; i < 30; ++i) {
        connections.push_back(fixture.connect());
    }

    for (HttpConnection& connection : connections) {
        CHECK(status_of(connection, get(ping)) == 200);
    }
    fixture.stop();

    CHECK(fixture.has_stopped());
}

TEST_CASE("connections over the limit wait until another one ends")
{
    server::ServerOptions options = local_options();
    options.limits.max_connections = 2;
    const ServerFixture fixture{options};
    auto first = std::make_unique<HttpConnection>(fixture.connect());
    HttpConnection second = fixture.connect();
    CHECK(status_of(*first, get(ping)) == 200);
    CHECK(status_of(second, get(ping)) == 200);
    HttpConnection third = fixture.connect();
    third.send(get(ping, "third"));
    CHECK(status_of(second, get(ping)) == 200);

    first.reset();

    CHECK(third.receive()->header("X-Request-Id") == "third");
}

TEST_CASE("a client that finds no room gets that of who was idle longest, not of who is served")
{
    server::ServerOptions options = local_options();
    options.limits.max_connections = 2;
    ServerFixture fixture{options};
    HttpConnection busy = fixture.connect();
    busy.send(search_request(fixture.issue_key()));
    HttpConnection idle = fixture.connect();
    CHECK(status_of(idle, get(ping)) == 200);

    HttpConnection third = fixture.connect();
    CHECK(status_of(third, get(ping)) == 200);
    CHECK(idle.closed_by_server());
    fixture.let_searches_run();

    CHECK(busy.receive()->status == 200);
    CHECK(fixture.metrics().format().find("azen_evicted_connections_total 1\n") !=
          std::string::npos);
}

TEST_CASE("who is late with a body, or reads nothing, is in nobody's way")
{
    server::ServerOptions options = local_options();
    options.limits.max_connections = 1;
    ServerFixture fixture{options};
    HttpConnection late = fixture.connect();

    SUBCASE("a body")
    {
        late.send("POST /api/v1/memory HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{");
    }
    SUBCASE("replies")
    {
        for (int i = 0; i < 1'000; ++i) {
            late.send("GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }

    HttpConnection next = fixture.connect();
    CHECK(status_of(next, get(ping)) == 200);
}

TEST_CASE("of bodies that arrive and are too much together, the one that takes longest is given up")
{
    server::ServerOptions options = local_options();
    options.limits.max_body_bytes = 100'000;
    options.limits.max_arriving_bytes = 100'000;  // room for four of the largest in any case
    ServerFixture fixture{options};
    const std::string request = RequestText{
        .method = "POST",
        .target = "/api/v1/memory",
        .key = fixture.issue_key(),
        .body = R"({"text":")" + std::string(95'000, 'a') + R"("})",
        .headers = {}}.to_string();
    const std::string part = request.substr(0, 90'000);
    std::vector<HttpConnection> connections;
    for (int i = 0; i < 5; ++i) {
        connections.push_back(fixture.connect());
        CHECK(status_of(connections.back(), get(ping)) == 200);
        connections.back().send(part);
    }

    CHECK(connections.front().receive().value_or(HttpResponse{}).status == 408);
    CHECK(connections.front().closed_by_server());
    for (std::size_t i = 1; i < connections.size(); ++i) {
        connections[i].send(request.substr(part.size()));
        CHECK(connections[i].receive().value_or(HttpResponse{}).status == 201);
    }
    CHECK(fixture.metrics().format().find("azen_evicted_connections_total 1\n") !=
          std::string::npos);
}

TEST_CASE("many large replies are all sent, in order, however slowly they are read")
{
    ServerFixture fixture;
    HttpConnection connection = fixture.connect();
    constexpr int count = 100;

    for (int i = 0; i < count; ++i) {
        connection.send(get("/openapi.yaml", std::to_string(i)));
    }

    for (int i = 0; i < count; ++i) {
        const auto reply = connection.receive();
        REQUIRE(reply);
        CHECK(reply->header("X-Request-Id") == std::to_string(i));
        CHECK(reply->body.size() > 10'000);
    }
}

TEST_CASE("stopping closes idle connections")
{
    ServerFixture fixture;
    HttpConnection idle = fixture.connect();
    CHECK(status_of(idle, get(ping)) == 200);

    fixture.stop();

    CHECK(idle.closed_by_server());
    CHECK(fixture.has_stopped());
}

TEST_CASE("stopping lets an open request be answered, and then closes")
{
    ServerFixture fixture;
    HttpConnection connection = fixture.connect();
    connection.send(search_request(fixture.issue_key()));
    const auto is_admitted = [&] {
        return fixture.metrics().format().find(R"(outcome="accepted"} 1)") != std::string::npos;
    };
    eventually(is_admitted);

    fixture.stop();
    CHECK(eventually([&] { return has_logged(fixture, "stopping"); }));
    fixture.let_searches_run();
    const auto reply = connection.receive();

    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->header("Connection") == "close");
    CHECK(connection.closed_by_server());
    CHECK(fixture.has_stopped());
}

TEST_CASE("a request begun before the stop is finished within the drain time-out")
{
    ServerFixture fixture;
    HttpConnection connection = fixture.connect();
    CHECK(status_of(connection, get(ping)) == 200);
    connection.send("GET /readyz HTTP/1.1\r\n");
    // A reply on another connection of the same loop: the half request has been read by then.
    CHECK(ask(fixture) == 200);

    fixture.stop();
    CHECK(eventually([&] { return has_logged(fixture, "stopping"); }));
    connection.send("Host: a\r\n\r\n");

    CHECK(connection.receive()->status == 503);
    CHECK(fixture.has_stopped());
}

TEST_CASE("a client that does not finish cannot hold up a stop")
{
    server::ServerOptions options = local_options();
    options.drain_timeout = 100ms;
    ServerFixture fixture{options};
    HttpConnection connection = fixture.connect();
    CHECK(status_of(connection, get(ping)) == 200);
    connection.send("GET / HTTP/1.1\r\n");
    CHECK(ask(fixture) == 200);

    fixture.stop();

    CHECK(fixture.has_stopped());
    CHECK(connection.closed_by_server());
}

TEST_CASE("SIGTERM stops a server as stop does")
{
    ServerFixture fixture;
    CHECK(ask(fixture) == 200);

    ::kill(::getpid(), SIGTERM);

    CHECK(fixture.has_stopped());
}

TEST_CASE("a server whose log goes to a terminal stops when that is closed")
{
    AppFixture base;
    int screen = -1;
    int terminal = -1;
    REQUIRE(::openpty(&screen, &terminal, nullptr, nullptr, nullptr) == 0);
    const UniqueFd closed_at_the_end{terminal};
    server::ServerOptions options = local_options();
    options.log_descriptor = terminal;
    const auto server =
        must(server::Server::create(options, base.application, *base.sqlite, base.random));
    auto run = std::async(std::launch::async, [&] { return server->run(); });
    std::string seen(4096, '\0');
    REQUIRE(::read(screen, seen.data(), seen.size()) > 0);  // it has started: it hears signals

    ::close(screen);
    ::kill(::getpid(), SIGHUP);

    CHECK(run.wait_for(10s) == std::future_status::ready);
    server->stop();
}

TEST_CASE("SIGHUP stops no other server")
{
    ServerFixture fixture;
    CHECK(ask(fixture) == 200);

    ::kill(::getpid(), SIGHUP);

    CHECK(ask(fixture) == 200);
    fixture.stop();
    CHECK(fixture.has_stopped());
    CHECK(has_logged(fixture, "stopped"));
}

TEST_CASE("a stop asked for before the server runs is not lost")
{
    AppFixture base;
    const LogFile log;
    server::ServerOptions options = local_options();
    options.log_descriptor = log.descriptor();
    const auto server =
        server::Server::create(options, base.application, *base.sqlite, base.random);
    REQUIRE(server);

    (*server)->stop();

    CHECK((*server)->run());
}

TEST_CASE("what requests have counted is in the store when a server has stopped")
{
    ServerFixture fixture;
    const auto issued = fixture.base.issue();
    HttpConnection connection = fixture.connect();
    const std::string request = RequestText{
        .target = "/api/v1/verify",
        .key = issued.secret,
        .body = {},
        .headers = {}}.to_string();
    for (int i = 0; i < 3; ++i) {
        CHECK(status_of(connection, request) == 200);
    }

    fixture.stop();

    CHECK(fixture.has_stopped());
    CHECK(fixture.base.find_key(issued.key.id).use.request_count == 3);
}
