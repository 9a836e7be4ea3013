/// HTTP itself: framing, header fields, and what must never get past the edge of a key server.

#include <sys/stat.h>

#include <csignal>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

struct Protocol : Served {
    std::string key_line = "azen-api-key: " + key + "\r\n";

    /// The one answer to these bytes, after which the connection is gone.
    HttpResponse last_answer(const std::string& bytes)
    {
        HttpConnection connection = server.connect();
        connection.send(bytes);
        const HttpResponse response = connection.receive().value_or(HttpResponse{});
        CHECK(connection.closed_by_server());
        return response;
    }

    std::string post_head() const
    {
        return "POST /api/v1/memory HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" +
               key_line;
    }
};

}  // namespace

TEST_SUITE_BEGIN("wire");

TEST_CASE_FIXTURE(Protocol, "every answer forbids storing and sniffing, and has an id and a date")
{
    const std::vector<HttpResponse> answers{
        server.request({.target = "/", .key = {}, .body = {}, .headers = {}}),
        server.request(verify("")),
        server.request(verify(key)),
        server.request({.target = "/none", .key = {}, .body = {}, .headers = {}})};

    for (const HttpResponse& answer : answers) {
        CAPTURE(answer.status);
        CHECK(answer.header("Cache-Control") == "no-store");
        CHECK(answer.header("X-Content-Type-Options") == "nosniff");
        CHECK(answer.header("Date").find("GMT") != std::string::npos);
        CHECK(answer.header("Content-Length") == std::to_string(answer.body.size()));
        CHECK(answer.header("X-Request-Id").size() >= 16);
        CHECK(answer.count("X-Request-Id") == 1);
    }
}

TEST_CASE_FIXTURE(Protocol, "a well-formed request id comes back, and another is replaced")
{
    RequestText named = verify(key);
    named.headers = "X-Request-Id: build-17.3_a\r\n";
    RequestText strange = verify(key);
    strange.headers = "X-Request-Id: a b\"c\r\n";

    CHECK(server.request(named).header("X-Request-Id") == "build-17.3_a");
    CHECK(server.request(strange).header("X-Request-Id").find('"') == std::string::npos);
    CHECK_FALSE(server.request(strange).header("X-Request-Id").empty());
}

TEST_CASE_FIXTURE(Protocol, "an answer to a key tells its limit and what is left of it")
{
    const std::string limited = machine.create_key({"limited", "--rate", "2/h"});
    const std::string refilled =
        machine.create_key({"refilled", "--rate", "none", "--quota", "10", "--refill", "10/30d"});

    const HttpResponse first = server.request(verify(limited));
    const HttpResponse second = server.request(verify(limited));
    const HttpResponse refused = server.request(verify(limited));
    const HttpResponse quota = server.request(verify(refilled));

    CHECK(first.header("RateLimit-Policy") == R"("rate";q=2;w=3600)");
    CHECK(first.header("RateLimit") == R"("rate";r=1)");
    CHECK(second.header("RateLimit").find(R"("rate";r=0;t=)") == 0);
    CHECK(refused.header("RateLimit") == R"("rate";r=0;t=)" + refused.header("Retry-After"));
    CHECK(quota.header("RateLimit-Policy") == R"("quota";q=10;w=2592000)");
    CHECK(quota.header("RateLimit") == R"("quota";r=9)");
    CHECK(server.request(verify("")).count("RateLimit") == 0);
}

TEST_CASE_FIXTURE(Protocol, "an accepted key is charged even when the request is not valid")
{
    server.request(create_memory(key, "{"));
    server.request(create_memory(key, "{}"));
    server.request(create_memory("", "{}"));

    CHECK(machine.key_field("test", "requestCount") == "2");
}

TEST_CASE_FIXTURE(Protocol, "pipelined requests are answered in their order")
{
    HttpConnection connection = server.connect();
    connection.send(verify(key).to_string() + create_memory(key, R"({"text":"a"})").to_string() +
                    verify("").to_string() +
                    RequestText{.target = "/", .key = {}, .body = {}, .headers = {}}.to_string());

    CHECK(connection.receive().value_or(HttpResponse{}).status == 200);
    CHECK(connection.receive().value_or(HttpResponse{}).status == 201);
    CHECK(connection.receive().value_or(HttpResponse{}).status == 401);
    CHECK(connection.receive().value_or(HttpResponse{}).body == "Welcome to Azen API");
}

TEST_CASE_FIXTURE(Protocol, "a chunked body is put together")
{
    HttpConnection connection = server.connect();
    connection.send(post_head() +
                    "Transfer-Encoding: chunked\r\n\r\n"
                    "5;extension=1\r\n{\"tex\r\n8\r\nt\":\"ab\"}\r\n0\r\nTrailer: x\r\n\r\n");

    const HttpResponse made = connection.receive().value_or(HttpResponse{});

    CHECK(made.status == 201);
    CHECK(
        json_at(server.request({.target = "/api/v1/memory", .key = key, .body = {}, .headers = {}})
                    .body,
                "/memories/0/content") == "ab");
}

TEST_CASE_FIXTURE(Protocol, "a client that waits for 100 Continue gets it")
{
    HttpConnection connection = server.connect();
    connection.send(post_head() + "Content-Length: 12\r\nExpect: 100-continue\r\n\r\n");
    // receive() skips interim answers: were there none, the client below would send regardless.
    connection.send(R"({"text":"a"})");

    CHECK(connection.receive().value_or(HttpResponse{}).status == 201);
    const Outcome curl = machine.run({"curl",
                                      "-si",
                                      "-H",
                                      "Expect: 100-continue",
                                      "-H",
                                      "Content-Type: application/json",
                                      "-H",
                                      "azen-api-key: " + key,
                                      "-d",
                                      R"({"text":"b"})",
                                      server.url("/api/v1/memory")});
    CHECK(curl.out.find("HTTP/1.1 100 Continue") != std::string::npos);
}

TEST_CASE_FIXTURE(Protocol, "HEAD is GET without the body")
{
    const HttpResponse head = machine.curl(
        {"--head", server.url("/api/v1/verify"), "-H", "azen-api-key: " + key}, Body::absent);
    const HttpResponse get = server.request(verify(key));

    CHECK(head.status == 200);
    CHECK(head.header("Content-Length") == std::to_string(get.body.size()));
    CHECK(head.header("azen-api-key-id") == get.header("azen-api-key-id"));
}

TEST_CASE_FIXTURE(Protocol, "HTTP/1.0 is answered and closed, and kept alive when asked to")
{
    HttpConnection kept = server.connect();

    CHECK(last_answer("GET / HTTP/1.0\r\n\r\n").status == 200);
    kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(kept.receive().value_or(HttpResponse{}).header("Connection") == "keep-alive");
    kept.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(kept.receive().value_or(HttpResponse{}).header("Connection") == "close");
    CHECK(kept.closed_by_server());
}

TEST_CASE_FIXTURE(Protocol, "a client that has finished sending still gets its answers")
{
    HttpConnection connection = server.connect();
    connection.send(verify(key).to_string() + verify(key).to_string());
    connection.finish_sending();

    CHECK(connection.receive().value_or(HttpResponse{}).status == 200);
    CHECK(connection.receive().value_or(HttpResponse{}).status == 200);
    CHECK(connection.closed_by_server());
}

TEST_CASE_FIXTURE(Protocol, "without a configured origin no other site may read an answer")
{
    RequestText text = verify(key);
    text.headers = "Origin: https://app.example\r\n";

    CHECK(server.request(text).count("Access-Control-Allow-Origin") == 0);
}

TEST_CASE_FIXTURE(Protocol, "with one, that origin may, and its preflight needs no key")
{
    const RunningServer open{machine, {"--cors-origin", "https://app.example"}};
    RequestText ours = verify(key);
    ours.headers = "Origin: https://app.example\r\n";
    RequestText theirs = verify(key);
    theirs.headers = "Origin: https://evil.example\r\n";
    const RequestText preflight{
        .method = "OPTIONS",
        .target = "/api/v1/memory",
        .key = {},
        .body = {},
        .headers =
            "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n"
            "Access-Control-Request-Headers: azen-api-key\r\n"};

    CHECK(open.request(ours).header("Access-Control-Allow-Origin") == "https://app.example");
    CHECK(open.request(ours).header("Vary").find("Origin") != std::string::npos);
    CHECK(open.request(theirs).count("Access-Control-Allow-Origin") == 0);
    const HttpResponse allowed = open.request(preflight);
    CHECK(allowed.status == 204);
    CHECK(allowed.header("Access-Control-Allow-Headers").find("azen-api-key") != std::string::npos);
    CHECK(allowed.header("Access-Control-Allow-Methods").find("DELETE") != std::string::npos);
}

TEST_CASE_FIXTURE(Protocol, "a Unix socket serves the same, to curl and to azen itself")
{
    const std::string socket = (machine.home() / "azen.sock").string();
    Process second = machine.start({AZEN_BINARY, "serve", "--listen", "unix:" + socket});
    REQUIRE(eventually([&] { return second.err().find("listening") != std::string::npos; }));
    struct stat status{};
    ::stat(socket.c_str(), &status);

    const HttpResponse answer = machine.curl(
        {"--unix-socket", socket, "http://localhost/api/v1/verify", "-H", "azen-api-key: " + key});
    const Outcome own = machine.azen(
        {"memory", "list"},
        {.environment = {"AZEN_API_KEY=" + key, "AZEN_BASE_URL=unix:" + socket}, .input = {}});

    CHECK(answer.status == 200);
    CHECK(own.status == 0);
    CHECK((status.st_mode & 0007) == 0);
    second.signal(SIGTERM);
    CHECK(second.wait(std::chrono::seconds{20}) == 0);
    CHECK_FALSE(std::filesystem::exists(socket));
}

TEST_SUITE_END();

}  // namespace azen::test
