#include <sstream>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "server/app/app_fixture.h"
#include "server/app/metrics.h"

namespace azen::server {

namespace {

bool has_line(const std::string& text, std::string_view line)
{
    return ("\n" + text).find("\n" + std::string{line} + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a server that speaks TLS tells of it, and no other")
{
    Metrics metrics{{}};
    CHECK(metrics.format().find("azen_tls") == std::string::npos);

    metrics.set_certificate_expiry(1'800'000'000);
    metrics.handshake_failed();

    CHECK(has_line(metrics.format(), "azen_tls_certificate_expiry_timestamp_seconds 1800000000"));
    CHECK(has_line(metrics.format(), "azen_tls_handshake_failures_total 1"));
}

TEST_CASE("requests are counted by route, method and code")
{
    Metrics metrics{{"/a", "/b"}};

    metrics.count_request({.route = "/a", .method = Method::get, .status = 200, .seconds = 0});
    metrics.count_request({.route = "/a", .method = Method::get, .status = 200, .seconds = 0});
    metrics.count_request({.route = "/b", .method = Method::del, .status = 404, .seconds = 0});

    const std::string text = metrics.format();
    CHECK(has_line(text, R"(azen_http_requests_total{route="/a",method="GET",code="200"} 2)"));
    CHECK(has_line(text, R"(azen_http_requests_total{route="/b",method="DELETE",code="404"} 1)"));
    CHECK(text.find(R"(route="/b",method="GET")") == std::string::npos);
}

TEST_CASE("what matched no route is counted without its path")
{
    Metrics metrics{{"/a"}};

    metrics.count_request(
        {.route = "/secret-path", .method = Method::other, .status = 404, .seconds = 0});

    const std::string text = metrics.format();
    CHECK(has_line(text, R"(azen_http_requests_total{route="none",method="other",code="404"} 1)"));
    CHECK(text.find("secret-path") == std::string::npos);
}

TEST_CASE("outcomes of authentication are there from the start and counted")
{
    Metrics metrics{{}};

    metrics.count_authentication("accepted");
    metrics.count_authentication(to_string(Refusal::rate_limited));

    const std::string text = metrics.format();
    CHECK(has_line(text, R"(azen_auth_total{outcome="accepted"} 1)"));
    CHECK(has_line(text, R"(azen_auth_total{outcome="store_failed"} 0)"));
    const std::string limited{to_string(Refusal::rate_limited)};
    CHECK(has_line(text, "azen_auth_total{outcome=\"" + limited + "\"} 1"));
}

TEST_CASE("connections go up and down")
{
    Metrics metrics{{}};

    metrics.connection_opened();
    metrics.connection_opened();
    metrics.connection_closed();

    CHECK(has_line(metrics.format(), "azen_open_connections 1"));
    CHECK(has_line(metrics.format(), "azen_refused_connections_total 0"));
    CHECK(has_line(metrics.format(), "azen_evicted_connections_total 0"));
}

TEST_CASE("ticks tell how many requests shared them and how long they took")
{
    Metrics metrics{{}};

    metrics.count_tick(3, 0.002);

    const std::string text = metrics.format();
    CHECK(has_line(text, R"(azen_tick_requests_bucket{le="2"} 0)"));
    CHECK(has_line(text, R"(azen_tick_requests_bucket{le="4"} 1)"));
    CHECK(has_line(text, "azen_tick_requests_sum 3"));
    CHECK(has_line(text, R"(azen_tick_duration_seconds_bucket{le="0.0025"} 1)"));
    CHECK(has_line(text, "azen_tick_duration_seconds_count 1"));
}

TEST_CASE("every sample follows the TYPE of its family")
{
    std::istringstream lines{Metrics{{"/a"}}.format()};
    std::string family = "nothing yet";

    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        if (line.starts_with("# TYPE ")) {
            const std::string rest = line.substr(7);
            family = rest.substr(0, rest.find(' '));
        }
        CHECK((line.starts_with("# ") || line.starts_with(family)));
    }
}

TEST_CASE("nothing is lost when threads count at once")
{
    Metrics metrics{{"/a"}};
    {
        const auto count = [&metrics] {
            for (int i = 0; i < 5'000; ++i) {
                metrics.count_request(
                    {.route = "/a", .method = Method::get, .status = 200, .seconds = 1});
            }
        };
        const std::jthread one{count};
        const std::jthread two{count};
    }

    const std::string text = metrics.format();
    CHECK(has_line(text, R"(azen_http_requests_total{route="/a",method="GET",code="200"} 10000)"));
    CHECK(has_line(text, R"(azen_http_request_duration_seconds_sum{route="/a"} 10000)"));
}

TEST_CASE("no label holds an id, whatever is asked for")
{
    test::AppFixture app;
    const auto issued = app.issue();
    const std::string id = test::create_memory(app, issued.secret, "hiking");
    app.ask(test::make_request(Method::get, "/api/v1/memory/" + id, issued.secret));

    const std::string text = app.application.metrics().format();

    CHECK(text.find(id) == std::string::npos);
    CHECK(text.find(issued.key.id) == std::string::npos);
    CHECK(text.find(issued.secret) == std::string::npos);
    CHECK(has_line(
        text,
        R"(azen_http_requests_total{route="/api/v1/memory/{id}",method="GET",code="200"} 1)"));
}

}  // namespace azen::server
