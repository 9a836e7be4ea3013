#include <map>
#include <numeric>

#include <doctest/doctest.h>

#include "cli/bulk/bulk_sender.h"
#include "cli/support/console.h"
#include "cli/support/fake_http_client.h"

namespace azen::cli {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Reply = std::function<Result<HttpResponse>(const HttpRequest&)>;

// Sends `count` requests, named by their numbers, to a server that answers by `reply`.
struct Bulk {
    explicit Bulk(Reply reply) : server{std::move(reply)} {}

    Result<BulkEnd> send(std::size_t count, std::size_t parallel = 3)
    {
        return console.with_context([&](Context& context) {
            RequestPool pool{server.clients(parallel)};
            BulkSender sender{pool, context};
            std::size_t next = 0;
            return sender.run(
                [&]() -> Result<std::optional<BulkRequest>> {
                    if (next == count) {
                        return std::nullopt;
                    }
                    const std::size_t ticket = next++;
                    return BulkRequest{.ticket = ticket,
                                       .request = {.path = std::to_string(ticket)}};
                },
                [&](std::size_t ticket, const HttpResponse& response) -> Result<void> {
                    answers[ticket] = response.status;
                    if (response.status == 403) {
                        return fail(ErrorKind::refused, "refused", "another key");
                    }
                    return {};
                });
        });
    }

    milliseconds waited() const
    {
        return std::accumulate(console.pauses.begin(), console.pauses.end(), milliseconds{0});
    }

    test::FakeServer server;
    test::Console console;
    std::map<std::size_t, int> answers;  // by ticket
};

HttpResponse with_status(int status)
{
    return {.status = status, .request_id = "r"};
}

}  // namespace

TEST_CASE("every request gets its one answer")
{
    Bulk bulk{[](const HttpRequest&) {
        return with_status(201);
    }};

    CHECK(bulk.send(50) == BulkEnd::done);

    CHECK(bulk.answers.size() == 50);
    CHECK(bulk.server.requests().size() == 50);
    CHECK(bulk.console.pauses.empty());
}

TEST_CASE("nothing to send is done at once")
{
    Bulk bulk{[](const HttpRequest&) {
        return with_status(201);
    }};

    CHECK(bulk.send(0) == BulkEnd::done);
}

TEST_CASE("what passes by itself is sent again, and its answer is the last one")
{
    int failures = 0;
    Bulk bulk{[&failures](const HttpRequest& request) -> Result<HttpResponse> {
        if (request.path == "3" && failures < 4) {
            ++failures;
            if (failures % 2 == 0) {
                return fail(ErrorKind::unreachable, "no answer", "look");
            }
            return with_status(503);
        }
        return with_status(201);
    }};

    CHECK(bulk.send(10) == BulkEnd::done);

    CHECK(failures == 4);
    CHECK(bulk.answers.size() == 10);
    CHECK(bulk.answers.at(3) == 201);
    CHECK(bulk.server.requests().size() == 14);
}

TEST_CASE("what keeps failing ends it, with the answers so far")
{
    Bulk bulk{[](const HttpRequest& request) -> Result<HttpResponse> {
        if (request.path == "5") {
            return fail(ErrorKind::unreachable, "no answer", "look");
        }
        return with_status(201);
    }};

    const auto end = bulk.send(1'000, 1);

    CHECK(end.error().kind == ErrorKind::unreachable);
    CHECK(bulk.answers.size() >= 5);
    CHECK(bulk.answers.find(5) == bulk.answers.end());
    CHECK(bulk.server.requests().size() == bulk.answers.size() + 6);
}

TEST_CASE("a server's own failure is not tried again and again")
{
    Bulk bulk{[](const HttpRequest&) {
        return with_status(500);
    }};

    CHECK(bulk.send(100, 1).error().kind == ErrorKind::internal);
    CHECK(bulk.server.requests().size() == 1);
}

TEST_CASE("what the sink cannot bear ends it")
{
    Bulk bulk{[](const HttpRequest&) {
        return with_status(403);
    }};

    CHECK(bulk.send(100, 2).error().kind == ErrorKind::refused);
    CHECK(bulk.server.requests().size() <= 4);
}

TEST_CASE("a refusal for the rate is waited out, however often, and costs no try")
{
    int refusals = 0;
    Bulk bulk{[&refusals](const HttpRequest&) {
        if (refusals < 20) {
            ++refusals;
            HttpResponse response = with_status(429);
            response.retry_after = seconds{2};
            return response;
        }
        return with_status(201);
    }};

    CHECK(bulk.send(1, 1) == BulkEnd::done);

    CHECK(bulk.answers.at(0) == 201);
    CHECK(bulk.waited() >= seconds{40});
    CHECK(bulk.waited() < seconds{50});
}

TEST_CASE("a refusal for a time not worth waiting for ends it")
{
    Bulk bulk{[](const HttpRequest&) {
        HttpResponse response = with_status(429);
        response.retry_after = minutes{60 * 24};
        return response;
    }};

    const auto end = bulk.send(10, 1);

    CHECK(end.error().kind == ErrorKind::rate_limited);
    CHECK(bulk.server.requests().size() == 1);
}

TEST_CASE("no more is sent than a server says it would take")
{
    // Refuses whoever comes before the pace that it announces.
    std::int64_t left = 5;
    Bulk bulk{[&left](const HttpRequest&) {
        HttpResponse response = with_status(left > 0 ? 201 : 429);
        left -= left > 0 ? 1 : 0;
        response.rate_limit = "\"rate\";r=" + std::to_string(left);
        response.rate_limit_policy = "\"rate\";q=10;w=10";
        // A second passes between two answers once the burst is over.
        left += left == 0 ? 1 : 0;
        return response;
    }};

    CHECK(bulk.send(30, 1) == BulkEnd::done);

    CHECK(bulk.server.requests().size() == 30);
    CHECK(bulk.waited() >= seconds{20});
    CHECK(bulk.waited() <= seconds{30});
}

TEST_CASE("Ctrl-C ends it with the answers to what was sent")
{
    Bulk bulk{[](const HttpRequest&) {
        return with_status(201);
    }};
    bulk.console.interrupt_after = 10;

    CHECK(bulk.send(1'000'000) == BulkEnd::interrupted);

    CHECK(bulk.answers.size() == bulk.server.requests().size());
    CHECK(bulk.answers.size() < 1'000'000);
}

}  // namespace azen::cli
