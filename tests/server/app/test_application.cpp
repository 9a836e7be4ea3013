#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "server/app/app_fixture.h"
#include "server/app/application.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::body_of;
using test::header;
using test::make_exchange;
using test::make_post;
using test::make_request;

constexpr std::string_view memory_path = "/api/v1/memory";
constexpr std::string_view search_path = "/api/v1/memory/search";

std::vector<int> statuses_of(const std::vector<ExchangePtr>& batch)
{
    std::vector<int> statuses;
    for (const ExchangePtr& exchange : batch) {
        statuses.push_back(exchange->reply.status);
    }
    return statuses;
}

ExchangePtr post(std::string_view path, std::string_view body, std::string_view secret)
{
    return make_exchange(make_post(path, body, secret));
}

ExchangePtr get(std::string_view target, std::string_view secret = {})
{
    return make_exchange(make_request(Method::get, target, secret));
}

// What /usage tells about successes and errors.
std::pair<int, int> counted(AppFixture& app, std::string_view secret)
{
    const auto summary = body_of(app.run(get("/api/v1/usage", secret))).at("summary");
    return {summary.at("success_count"), summary.at("error_count")};
}

}  // namespace

TEST_CASE("a batch shares one transaction and is answered in order")
{
    AppFixture app;
    const std::string secret = app.issue({.name = "ci", .rate_limit = {.max = 2}}).secret;
    const std::vector<ExchangePtr> batch{get("/api/v1/verify", secret),
                                         get("/api/v1/verify"),
                                         get("/api/v1/verify", secret),
                                         get("/nowhere"),
                                         get("/api/v1/verify", secret)};

    app.run(batch);

    CHECK(statuses_of(batch) == std::vector{200, 401, 200, 404, 429});
    CHECK(app.store.script.begun.size() == 1);
    CHECK(app.store.script.commits == 1);
}

TEST_CASE("what needs no store touches none")
{
    AppFixture app;
    app.store.script.fail_begin = true;
    const std::vector<ExchangePtr> batch{get("/"),
                                         get("/api/v1"),
                                         get("/healthz"),
                                         get("/openapi.yaml"),
                                         get("/metrics"),
                                         get("/nowhere"),
                                         get("/api/v1/memory")};

    app.run(batch);

    CHECK(statuses_of(batch) == std::vector{200, 200, 200, 200, 404, 404, 401});
    CHECK(app.store.script.begun.empty());
}

TEST_CASE("a batch that writes a user's data waits for the disk, another does not")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const auto durability_for = [&](const std::vector<ExchangePtr>& batch) {
        app.run(batch);
        return app.store.script.begun.back();
    };

    CHECK(durability_for({get("/api/v1/verify", secret)}) == Durability::process_crash);
    CHECK(durability_for({get(memory_path, secret)}) == Durability::process_crash);
    CHECK(durability_for({post(search_path, R"({"query":"a"})", secret)}) ==
          Durability::process_crash);
    CHECK(durability_for({get("/api/v1/verify", secret),
                          post(memory_path, R"({"text":"a"})", secret),
                          get("/api/v1/verify", secret)}) == Durability::power_loss);
}

TEST_CASE("a store that cannot begin makes 503 of what needed it, and of nothing else")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const std::vector<ExchangePtr> batch{get("/api/v1/verify", secret), get("/healthz")};

    app.store.script.fail_begin = true;
    app.run(batch);

    CHECK(statuses_of(batch) == std::vector{503, 200});
    CHECK(batch[0]->reply.body == error_body(ApiError::unavailable));
    CHECK(batch[0]->outcome == "store_failed");
    CHECK(batch[0]->failure == "the store is locked");
}

TEST_CASE("a commit that fails takes back every reply that depended on it")
{
    AppFixture app;
    const auto issued = app.issue();
    const std::vector<ExchangePtr> batch{post(memory_path, R"({"text":"a"})", issued.secret),
                                         get("/api/v1/verify", issued.secret),
                                         post(search_path, R"({"query":"a"})", issued.secret)};

    app.store.script.fail_commit = true;
    app.run(batch);

    CHECK(statuses_of(batch) == std::vector{503, 503, 503});
    CHECK_FALSE(header(batch[1]->reply, "RateLimit"));
    CHECK_FALSE(header(batch[1]->reply, "azen-user-id"));
    CHECK(batch[2]->state == Exchange::State::answered);
    CHECK_FALSE(batch[2]->work);
    CHECK_FALSE(batch[2]->finish);
    CHECK(app.find_key(issued.key.id).use.request_count == 0);
}

TEST_CASE("a transaction that was undone is asked nothing more")
{
    AppFixture app;
    const auto issued = app.issue();
    const ExchangePtr exchange = get("/api/v1/verify", issued.secret);

    app.store.script.undone = true;
    app.run(exchange);

    CHECK(exchange->reply.status == 503);
    CHECK(exchange->key_id.empty());
}

TEST_CASE("a failed store is counted as such, and the next tick is well again")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    app.store.script.fail_commit = true;
    app.run(get("/api/v1/verify", secret));
    app.store.script.fail_commit = false;

    const int status = app.run(get("/api/v1/verify", secret)).status;

    CHECK(status == 200);
    const std::string metrics = app.application.metrics().format();
    CHECK(metrics.find("azen_auth_total{outcome=\"store_failed\"} 1\n") != std::string::npos);
    CHECK(metrics.find("azen_auth_total{outcome=\"accepted\"} 1\n") != std::string::npos);
}

TEST_CASE("bytes that were no request are answered with the error they are, without a look at keys")
{
    AppFixture app;
    Request request;
    request.defect = ApiError::headers_too_large;

    const Reply reply = app.ask(request);

    CHECK(reply.status == 431);
    CHECK(reply.body == error_body(ApiError::headers_too_large));
    CHECK(app.store.script.begun.empty());
}

TEST_CASE("an unknown route is 404 and a wrong method 405, both without a key")
{
    AppFixture app;

    const Reply unknown = app.ask(make_request(Method::get, "/api/v2/memory"));
    const Reply wrong = app.ask(make_request(Method::other, "/api/v1/memory"));

    CHECK(unknown.body == error_body(ApiError::not_found));
    CHECK(wrong.status == 405);
    CHECK(wrong.body == error_body(ApiError::method_not_allowed));
    CHECK(header(wrong, "Allow") == "POST, GET, HEAD");
}

TEST_CASE("bad JSON without a key is 401, with one it is 400 and charged")
{
    AppFixture app;
    const auto issued = app.issue();

    const Reply without = app.ask(make_post(memory_path, "{", {}));
    const Reply with = app.ask(make_post(memory_path, "{", issued.secret));

    CHECK(without.status == 401);
    CHECK(with.body == error_body(ApiError::invalid_json));
    CHECK(header(with, "RateLimit") == R"("rate";r=59)");
    CHECK(app.find_key(issued.key.id).use.request_count == 1);
}

TEST_CASE("a body of another type, or of none, is 415 and charged")
{
    AppFixture app;
    const auto issued = app.issue();
    Request plain = make_post(memory_path, R"({"text":"a"})", issued.secret);
    plain.content_type = "text/plain";
    Request untyped = make_post(search_path, R"({"query":"a"})", issued.secret);
    untyped.content_type = "";

    CHECK(app.ask(plain).body == error_body(ApiError::unsupported_media_type));
    CHECK(app.ask(untyped).body == error_body(ApiError::unsupported_media_type));
    CHECK(app.find_key(issued.key.id).use.request_count == 2);
}

TEST_CASE("use is counted for the two POST routes, as success or as error")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    app.run(post(memory_path, R"({"text":"a"})", secret));
    app.run(post(memory_path, "{", secret));
    app.run(post(search_path, R"({"query":"a"})", secret));
    app.run(post(search_path, R"({})", secret));
    app.run(get(memory_path, secret));
    app.run(get("/api/v1/verify", secret));

    CHECK(counted(app, secret) == std::pair{2, 2});
}

TEST_CASE("refused requests are counted nowhere but in metrics")
{
    AppFixture app;
    const std::string reader =
        app.issue({.name = "r", .permissions = *Permissions::parse("usage.read")}).secret;
    const std::string limited = app.issue({.name = "l", .rate_limit = {.max = 1}}).secret;
    app.run(post(memory_path, R"({"text":"a"})", limited));
    app.run(post(memory_path, R"({"text":"a"})", limited));
    app.run(post(memory_path, R"({"text":"a"})", reader));

    CHECK(counted(app, reader) == std::pair{1, 0});
    const std::string metrics = app.application.metrics().format();
    CHECK(metrics.find("azen_auth_total{outcome=\"rate_limited\"} 1\n") != std::string::npos);
}

TEST_CASE("what sessions do is not counted as any key's use")
{
    AppFixture app;
    const auto issued = app.issue();
    app.sessions.add("s=1", {.user_id = "ann", .organization_id = issued.key.organization_id});
    Request request = make_post(memory_path, R"({"text":"a"})", {});
    request.cookie = "s=1";
    request.host = "localhost";
    request.origin = "http://localhost";

    CHECK(app.ask(request).status == 201);
    CHECK(counted(app, issued.secret) == std::pair{0, 0});
}

TEST_CASE("a deferred request is counted in the tick that finishes it")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const ExchangePtr search = post(search_path, R"({"query":"a"})", secret);
    app.run(std::vector{search});
    REQUIRE(search->state == Exchange::State::deferred);
    REQUIRE(counted(app, secret) == std::pair{0, 0});

    search->work();
    app.run(std::vector{search});

    CHECK(search->state == Exchange::State::answered);
    CHECK(search->reply.status == 200);
    CHECK(counted(app, secret) == std::pair{1, 0});
}

TEST_CASE("a finish whose transaction fails is 503, and is not run again")
{
    AppFixture app;
    const ExchangePtr search = post(search_path, R"({"query":"a"})", app.issue().secret);
    app.run(std::vector{search});
    search->work();

    app.store.script.fail_begin = true;
    app.run(std::vector{search});

    CHECK(search->reply.status == 503);
    CHECK_FALSE(search->finish);
}

TEST_CASE("time is read once a tick, after the transaction has begun")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const std::vector<ExchangePtr> batch{post(memory_path, R"({"text":"a"})", secret),
                                         post(memory_path, R"({"text":"b"})", secret)};

    app.run(batch);

    CHECK(body_of(batch[0]->reply)["createdAt"] == "2026-01-15T10:30:00.000Z");
    CHECK(body_of(batch[1]->reply)["createdAt"] == "2026-01-15T10:30:00.000Z");
}

TEST_CASE("an exchange that is used again starts anew")
{
    AppFixture app;
    const ExchangePtr exchange = get("/api/v1/verify", app.issue().secret);
    app.run(exchange);
    const std::string headers = exchange->reply.headers;
    exchange->request = make_request(Method::get, "/healthz");

    app.run(exchange);

    CHECK_FALSE(headers.empty());
    CHECK(exchange->reply.headers.empty());
}

}  // namespace azen::server
