/// More clients than there is room for: they may be closed, never in the way of others.

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

const RequestText metrics{.target = "/metrics", .key = {}, .body = {}, .headers = {}};

/// Lets this process have as many descriptors as it may; how many connections they are good for.
std::size_t raise_own_limit()
{
    constexpr rlim_t others = 200;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur - others;
}

/// A server of which a shell sets the limits: "ulimit -n 100".
struct ConfinedServer {
    ConfinedServer(Installation& machine, const std::string& limits)
        : socket{(machine.home() / "s").string()},
          process{machine.start({"sh",
                                 "-c",
                                 limits + "; exec \"$0\" serve --listen \"unix:$1\"",
                                 AZEN_BINARY,
                                 socket})}
    {
        REQUIRE(eventually([&] { return process.err().find("listening") != std::string::npos; }));
    }

    HttpConnection connect() const { return HttpConnection::to_socket(socket); }

    HttpResponse request(const RequestText& text) const
    {
        HttpConnection connection = connect();
        connection.send(text.to_string());
        return connection.receive().value_or(HttpResponse{});
    }

    /// What it has used of the processor so far.
    double cpu_seconds() const
    {
        std::ifstream file{"/proc/" + std::to_string(process.pid()) + "/stat"};
        std::string word;
        double ticks = 0;
        for (int field = 1; field <= 15 && file >> word; ++field) {
            ticks += field >= 14 ? std::stod(word) : 0;  // user, then system time
        }
        return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
    }

    std::string socket;
    Process process;
};

long resident_bytes(const RunningServer& server)
{
    std::ifstream file{"/proc/" + std::to_string(server.pid()) + "/statm"};
    long size = 0;
    long resident = 0;
    file >> size >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

}  // namespace

TEST_SUITE_BEGIN("flood");

TEST_CASE("ten thousand idle connections, all that there may be, do not keep a client out")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});
    const std::size_t count = std::min<std::size_t>(raise_own_limit(), 10'000);
    const RunningServer server{machine, {"--max-connections", std::to_string(count)}};
    std::vector<HttpConnection> idle;
    for (std::size_t i = 0; i < count; ++i) {
        idle.push_back(server.connect());
    }

    for (int i = 0; i < 3; ++i) {
        CHECK(server.request(verify(key)).status == 200);
    }

    CHECK(machine.key_field("test", "requestCount") == "3");
    CHECK(server.request(metrics).body.find("azen_evicted_connections_total 0\n") ==
          std::string::npos);
}

TEST_CASE("clients that ask for much and read none of it cost little memory")
{
    Installation machine;
    const RunningServer server{machine};
    std::string requests;
    for (int i = 0; i < 64; ++i) {
        requests += "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n";
    }
    const long before = resident_bytes(server);
    std::vector<HttpConnection> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(server.connect());
        clients.back().send(requests);
    }

    CHECK(eventually([&] {
        const std::string page = server.request(metrics).body;
        return page.find("route=\"/openapi.yaml\",method=\"GET\",code=\"200\"} 6400\n") !=
               std::string::npos;
    }));

    CHECK(resident_bytes(server) - before < 128L * 1024 * 1024);
}

TEST_CASE("clients that begin large bodies cost little memory, and keep nobody out")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});
    const RunningServer server{machine};
    const std::string part =
        "POST /api/v1/memory HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" +
        std::string(900'000, 'a');
    const long before = resident_bytes(server);
    std::vector<HttpConnection> clients;
    for (int i = 0; i < 300; ++i) {
        clients.push_back(server.connect());
        clients.back().send(part);
    }

    CHECK(server.request(create_memory(key, R"({"text":"a"})")).status == 201);
    CHECK(resident_bytes(server) - before < 160L * 1024 * 1024);
    CHECK(clients.front().receive().value_or(HttpResponse{}).status == 408);
}

TEST_CASE("an address may have no more connections than it was given, and others have theirs")
{
    Installation machine;
    const RunningServer server{machine, {"--max-connections-per-address", "2"}};
    HttpConnection first = server.connect();
    HttpConnection second = server.connect();
    HttpConnection third = server.connect();

    CHECK(third.closed_by_server());
    HttpConnection neighbour = HttpConnection::to_port_from("127.0.0.2", server.port());
    neighbour.send(metrics.to_string());
    CHECK(neighbour.receive()
              .value_or(HttpResponse{})
              .body.find("azen_refused_connections_total 1\n") != std::string::npos);
    CHECK(server.log().find("connection_refused") != std::string::npos);

    first.reset();
    CHECK(eventually([&] { return server.request(metrics).status == 200; }));
}

TEST_CASE("a server has as many descriptors as it may, not as many as it was started with")
{
    Installation machine;
    const ConfinedServer server{machine, "ulimit -S -n 80"};
    std::vector<HttpConnection> open;

    for (int i = 0; i < 200; ++i) {
        open.push_back(server.connect());
        open.back().send(metrics.to_string());
        REQUIRE(open.back().receive().value_or(HttpResponse{}).status == 200);
    }

    CHECK(server.request(metrics).body.find("azen_open_connections 201\n") != std::string::npos);
}

TEST_CASE("when descriptors are scarce, clients take turns, and nothing spins")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});
    const ConfinedServer server{machine, "ulimit -n 120"};
    std::vector<HttpConnection> idle;
    for (int i = 0; i < 200; ++i) {
        idle.push_back(server.connect());
    }
    const double before = server.cpu_seconds();
    const auto began = std::chrono::steady_clock::now();

    CHECK(eventually([&] { return server.request(metrics).status == 200; },
                     std::chrono::seconds{60}));

    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    CHECK(eventually([&] { return server.request(verify(key)).status == 200; },
                     std::chrono::seconds{60}));
    CHECK(machine.key_field("test", "requestCount") == "1");
    CHECK(took.count() > 1);
    CHECK(server.cpu_seconds() - before < took.count() / 2);
}

TEST_SUITE_END();

}  // namespace azen::test
