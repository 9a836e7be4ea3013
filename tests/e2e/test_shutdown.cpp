/// Starting and stopping: what an init system and an impatient operator rely on.

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "support/content.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

RequestText get(const std::string& target)
{
    return {.target = target, .key = {}, .body = {}, .headers = {}};
}

}  // namespace

TEST_SUITE_BEGIN("shutdown");

TEST_CASE_FIXTURE(Served, "SIGTERM and SIGINT end it with status 0")
{
    RunningServer second{machine};

    second.signal(SIGINT);
    server.signal(SIGTERM);

    CHECK(second.wait() == 0);
    CHECK(server.wait() == 0);
    CHECK(server.log().find("Sanitizer") == std::string::npos);
}

TEST_CASE("its log goes to a file, and to a new one when that was moved away")
{
    Installation machine;
    const std::string file = (machine.home() / "azen.log").string();
    RunningServer server{machine, {"--log-file", file}};
    REQUIRE(server.request(get("/healthz")).status == 200);
    // A request is logged after it was answered.
    REQUIRE(eventually([&] { return content_of(file).find("/healthz") != std::string::npos; }));
    std::filesystem::rename(file, file + ".1");

    server.signal(SIGHUP);

    CHECK(eventually([&] { return std::filesystem::exists(file); }));
    CHECK(server.request(get("/readyz")).status == 200);
    CHECK(server.stop() == 0);
    CHECK(content_of(file + ".1").find("/healthz") != std::string::npos);
    CHECK(content_of(file).find("/readyz") != std::string::npos);
    CHECK(content_of(file).find("/healthz") == std::string::npos);
    CHECK(content_of(file).find("\"stopped\"") != std::string::npos);
    CHECK(server.log().find("/readyz") == std::string::npos);
}

TEST_CASE("a log file that cannot be written is an error that names it")
{
    Installation machine;

    const Outcome outcome =
        machine.azen({"serve", "--listen", "127.0.0.1:0", "--log-file", "/no/such/place"});

    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("/no/such/place: No such file or directory") != std::string::npos);
}

TEST_CASE_FIXTURE(Served, "a request under way is still answered")
{
    const std::string whole = create_memory(key, R"({"text":"under way"})").to_string();
    HttpConnection connection = server.connect();
    connection.send(verify(key).to_string());
    REQUIRE(connection.receive().value_or(HttpResponse{}).status == 200);
    connection.send(whole.substr(0, whole.size() - 5));
    // A second request on another connection: when it is answered, the first one's head is read.
    REQUIRE(server.request(verify(key)).status == 200);

    server.signal(SIGTERM);
    REQUIRE(eventually([&] { return server.request(verify(key)).status != 200; }));
    connection.send(whole.substr(whole.size() - 5));
    const HttpResponse answer = connection.receive().value_or(HttpResponse{});

    CHECK(answer.status == 201);
    CHECK(answer.header("Connection") == "close");
    CHECK(server.wait() == 0);
}

TEST_CASE_FIXTURE(Served, "an idle connection does not delay the end")
{
    HttpConnection idle = server.connect();
    idle.send(verify(key).to_string());
    REQUIRE(idle.receive().value_or(HttpResponse{}).status == 200);
    const auto before = std::chrono::steady_clock::now();

    CHECK(server.stop() == 0);

    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds{8});
    CHECK(idle.closed_by_server());
}

TEST_CASE_FIXTURE(Served,
                  "at the end everything is in the database, and nothing in the log behind it")
{
    server.request(verify(key));
    server.request(verify(key));
    CHECK(server.stop() == 0);

    const std::filesystem::path log = machine.store().string() + "-wal";

    CHECK((!std::filesystem::exists(log) || std::filesystem::file_size(log) == 0));
    CHECK(machine.key_field("test", "requestCount") == "2");
}

TEST_CASE_FIXTURE(Served, "a server starts again on the port that it has left")
{
    const std::string address = "127.0.0.1:" + std::to_string(server.port());
    server.request(verify(key));
    CHECK(server.stop() == 0);

    Process again = machine.start({AZEN_BINARY, "serve", "--listen", address});

    CHECK(eventually([&] { return again.err().find("listening on") != std::string::npos; }));
}

TEST_CASE_FIXTURE(Served, "a port that is taken is an error that says so")
{
    const std::string address = "127.0.0.1:" + std::to_string(server.port());

    const Outcome outcome = machine.azen({"serve", "--listen", address});

    CHECK(outcome.status == 5);
    CHECK(outcome.err.find("azen: error: ") != std::string::npos);
    CHECK(outcome.err.find(std::to_string(server.port())) != std::string::npos);
    CHECK(server.request(verify(key)).status == 200);
}

TEST_CASE("an address that others can reach is refused unless a TLS proxy is said to be before it")
{
    Installation machine;

    const Outcome outcome = machine.azen({"serve", "--listen", "0.0.0.0:0"});
    const Outcome strange = machine.azen({"serve", "--listen", "nowhere"});
    Process behind_proxy =
        machine.start({AZEN_BINARY, "serve", "--listen", "127.0.0.1:0", "--behind-tls-proxy"});

    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("--behind-tls-proxy") != std::string::npos);
    CHECK(strange.status == 2);
    CHECK(eventually([&] { return behind_proxy.err().find("listening on") != std::string::npos; }));
}

TEST_CASE("behind a TLS proxy the log tells whom that saw, not the proxy")
{
    Installation machine;
    const RunningServer server{machine, {"--behind-tls-proxy"}};
    const RequestText request{.target = "/healthz",
                              .key = {},
                              .body = {},
                              .headers = "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n"};

    CHECK(server.request(request).status == 200);

    CHECK(eventually(
        [&] { return server.log().find(R"("client":"203.0.113.9")") != std::string::npos; }));
}

TEST_CASE("without a proxy the log tells the peer, whatever the client writes")
{
    Installation machine;
    const RunningServer server{machine};
    const RequestText request{
        .target = "/healthz", .key = {}, .body = {}, .headers = "X-Forwarded-For: 203.0.113.9\r\n"};

    CHECK(server.request(request).status == 200);

    CHECK(eventually(
        [&] { return server.log().find(R"("client":"127.0.0.1")") != std::string::npos; }));
}

TEST_SUITE_END();

}  // namespace azen::test
