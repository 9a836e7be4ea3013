#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include <doctest/doctest.h>

#include "cli/bulk/request_pool.h"
#include "cli/support/fake_http_client.h"

namespace azen::cli {
namespace {

using std::chrono::seconds;

test::FakeServer echo()
{
    return test::FakeServer{[](const HttpRequest& request) -> Result<HttpResponse> {
        return HttpResponse{.status = 200, .body = request.path};
    }};
}

}  // namespace

TEST_CASE("every answer comes with the ticket of its request")
{
    test::FakeServer server = echo();
    RequestPool pool{server.clients(3)};
    std::set<std::string> answers;

    for (std::size_t ticket = 0; ticket < 3; ++ticket) {
        CHECK(pool.has_room());
        pool.submit(ticket, {.path = std::to_string(ticket)});
    }
    CHECK_FALSE(pool.has_room());
    for (int count = 0; count < 3; ++count) {
        const auto answer = pool.wait(seconds{10});
        REQUIRE(answer.has_value());
        CHECK(answer->response->body == std::to_string(answer->ticket));
        answers.insert(answer->response->body);
    }

    CHECK(answers.size() == 3);
    CHECK(pool.in_flight() == 0);
}

TEST_CASE("without an answer in time there is none")
{
    test::FakeServer server = echo();
    RequestPool pool{server.clients(1)};

    CHECK_FALSE(pool.wait(milliseconds{0}).has_value());
}

TEST_CASE("a client is used again and again, by one request at a time")
{
    test::FakeServer server = echo();
    RequestPool pool{server.clients(2)};
    int answered = 0;

    for (std::size_t ticket = 0; ticket < 100; ++ticket) {
        while (!pool.has_room()) {
            answered += pool.wait(seconds{10}) ? 1 : 0;
        }
        pool.submit(ticket, {.path = "x"});
    }
    while (pool.in_flight() > 0) {
        answered += pool.wait(seconds{10}) ? 1 : 0;
    }

    CHECK(answered == 100);
    CHECK(server.requests().size() == 100);
}

TEST_CASE("a failure is an answer too")
{
    test::FakeServer server{[](const HttpRequest&) -> Result<HttpResponse> {
        return fail(ErrorKind::unreachable, "no answer", "look");
    }};
    RequestPool pool{server.clients(1)};

    pool.submit(7, {});
    const auto answer = pool.wait(seconds{10});

    CHECK(answer->ticket == 7);
    CHECK(answer->response.error().kind == ErrorKind::unreachable);
}

TEST_CASE("a pool that goes waits for what it sent")
{
    test::FakeServer server = echo();
    {
        RequestPool pool{server.clients(4)};
        for (std::size_t ticket = 0; ticket < 4; ++ticket) {
            pool.submit(ticket, {});
        }
    }

    CHECK(server.requests().size() == 4);
}

}  // namespace azen::cli
