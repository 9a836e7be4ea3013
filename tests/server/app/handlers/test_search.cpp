#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "server/app/app_fixture.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::body_of;
using test::create_memory;
using test::make_post;
using test::make_request;

constexpr std::string_view search_path = "/api/v1/memory/search";

nlohmann::ordered_json search(AppFixture& app, std::string_view secret, std::string_view body)
{
    const Reply reply = app.ask(make_post(search_path, body, secret));
    CHECK(reply.status == 200);
    return body_of(reply);
}

}  // namespace

TEST_CASE("a memory is found by its words from the moment it was created")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const std::string id = create_memory(app, secret, "I love hiking in the mountains");
    create_memory(app, secret, "The invoice is due on Friday");

    const auto found = search(app, secret, R"({"query":"mountain hikes"})");

    CHECK(found.at("status") == "success");
    REQUIRE(found.at("memories").size() == 1);
    CHECK(found.at("memories")[0].at("content") == "I love hiking in the mountains");
    REQUIRE(found.at("rawMatches").size() == 1);
    CHECK(found.at("rawMatches")[0].at("id") == id + "::0");
    CHECK(found.at("rawMatches")[0].at("score").is_number());
    CHECK(found.at("rawMatches")[0].at("values") == nlohmann::json::array());
}

TEST_CASE("nothing found is an empty answer in the same shape")
{
    AppFixture app;

    const Reply reply =
        app.ask(make_post(search_path, R"({"query":"hiking"})", app.issue().secret));

    CHECK(reply.body == R"({"status":"success","memories":[],"rawMatches":[]})");
}

TEST_CASE("topK bounds the matches")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    for (const char* text : {"hiking one", "hiking two", "hiking three"}) {
        create_memory(app, secret, text);
    }

    const auto found = search(app, secret, R"({"query":"hiking","topK":2})");

    CHECK(found.at("rawMatches").size() == 2);
    CHECK(found.at("memories").size() == 2);
}

TEST_CASE("a deleted memory is not found")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const std::string id = create_memory(app, secret, "hiking");
    REQUIRE(search(app, secret, R"({"query":"hiking"})").at("memories").size() == 1);

    app.ask(make_request(Method::del, "/api/v1/memory/" + id, secret));

    CHECK(search(app, secret, R"({"query":"hiking"})").at("memories").empty());
}

TEST_CASE("another organization's memories are not found")
{
    AppFixture app;
    const std::string ours = app.issue({.name = "a", .organization = "acme"}).secret;
    const std::string theirs = app.issue({.name = "b", .organization = "other"}).secret;
    create_memory(app, ours, "hiking");

    CHECK(search(app, ours, R"({"query":"hiking"})").at("memories").size() == 1);
    CHECK(search(app, theirs, R"({"query":"hiking"})").at("memories").empty());
}

TEST_CASE("a wrong request is answered at once, without a worker")
{
    AppFixture app;
    const ExchangePtr exchange =
        test::make_exchange(make_post(search_path, R"({"query":""})", app.issue().secret));

    app.run(std::vector{exchange});

    CHECK(exchange->state == Exchange::State::answered);
    CHECK(exchange->reply.body == error_body(ApiError::invalid_body));
    CHECK_FALSE(exchange->work);
}

TEST_CASE("a deferred search keeps what was said about limits")
{
    AppFixture app;

    const Reply reply =
        app.ask(make_post(search_path, R"({"query":"hiking"})", app.issue().secret));

    CHECK(test::header(reply, "RateLimit") == R"("rate";r=59)");
}

}  // namespace azen::server
