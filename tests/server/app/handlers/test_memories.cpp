#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/uuid.h"
#include "server/app/app_fixture.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::body_of;
using test::create_memory;
using test::make_post;
using test::make_request;

constexpr std::string_view memory_path = "/api/v1/memory";
constexpr std::string_view no_such_memory = "0b8f1d5e-6c7a-4f7e-9d43-2f0f5a1f7c11";

Reply on_memory(AppFixture& app, Method method, std::string_view id, std::string_view secret)
{
    return app.ask(make_request(method, std::string{memory_path} + "/" + std::string{id}, secret));
}

nlohmann::ordered_json list(AppFixture& app, std::string_view secret, std::string_view query = {})
{
    const std::string target = std::string{memory_path} + "?" + std::string{query};
    return body_of(app.ask(make_request(Method::get, target, secret)));
}

std::vector<std::string> contents(const nlohmann::ordered_json& page)
{
    std::vector<std::string> texts;
    for (const auto& memory : page.at("memories")) {
        texts.push_back(memory.at("content"));
    }
    return texts;
}

std::string upper_case(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

}  // namespace

TEST_CASE("creating a memory answers 201 in the contract's shape")
{
    AppFixture app;

    const Reply reply = app.ask(make_post(memory_path, R"({"text":"hiking"})", app.issue().secret));

    const std::string id = body_of(reply).at("memoryId");
    CHECK(reply.status == 201);
    CHECK(is_uuid(id));
    CHECK(reply.body ==
          R"({"status":"success","memoryId":")" + id +
              R"(","createdAt":"2026-01-15T10:30:00.000Z","embedding":"processing"})");
}

TEST_CASE("a dedup key used again creates nothing and names the memory that is there")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const Reply first = app.ask(make_post(memory_path, R"({"text":"a","dedupKey":"k"})", secret));

    const Reply again = app.ask(make_post(memory_path, R"({"text":"b","dedupKey":"k"})", secret));

    const std::string id = body_of(first).at("memoryId");
    CHECK(again.status == 200);
    CHECK(again.body == R"({"status":"success","memoryId":")" + id +
                            R"(","duplicated":true,)"
                            R"("message":"Memory already exists with this dedupKey"})");
    CHECK(contents(list(app, secret)) == std::vector<std::string>{"a"});
}

TEST_CASE("two requests with one dedup key in one tick create one memory")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const std::string body = R"({"text":"a","dedupKey":"k"})";
    const std::vector<ExchangePtr> batch{test::make_exchange(make_post(memory_path, body, secret)),
                                         test::make_exchange(make_post(memory_path, body, secret))};

    app.run(batch);

    CHECK(batch[0]->reply.status == 201);
    CHECK(batch[1]->reply.status == 200);
    CHECK(list(app, secret).at("total_count") == 1);
}

TEST_CASE("a memory can be read back with all that was sent")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const Reply created =
        app.ask(make_post(memory_path, R"({"text":"grüße 😀","metadata":{"tags":["x"]}})", secret));
    const std::string id = body_of(created).at("memoryId");

    const Reply reply = on_memory(app, Method::get, id, secret);

    CHECK(reply.status == 200);
    CHECK(reply.body == R"({"status":"success","memory":{"id":")" + id +
                            R"(","content":"grüße 😀","metadata":{"tags":["x"]},)"
                            R"("createdAt":"2026-01-15T10:30:00.000Z","embedded":true}})");
}

TEST_CASE("an id may be sent in upper case")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const std::string id = create_memory(app, secret, "hiking");

    CHECK(on_memory(app, Method::get, upper_case(id), secret).status == 200);
    CHECK(body_of(on_memory(app, Method::del, upper_case(id), secret)).at("memoryId") == id);
}

TEST_CASE("an id that is no UUID is 400 after authentication")
{
    AppFixture app;
    const std::string secret = app.issue().secret;

    for (const char* id : {"x", "%20", "0b8f1d5e6c7a4f7e9d432f0f5a1f7c11"}) {
        CAPTURE(id);
        CHECK(on_memory(app, Method::get, id, "").status == 401);
        CHECK(on_memory(app, Method::get, id, secret).body ==
              error_body(ApiError::invalid_memory_id));
        CHECK(on_memory(app, Method::del, id, secret).body ==
              error_body(ApiError::invalid_memory_id));
    }
}

TEST_CASE("an absent memory is 404")
{
    AppFixture app;
    const std::string secret = app.issue().secret;

    CHECK(on_memory(app, Method::get, no_such_memory, secret).body ==
          error_body(ApiError::memory_not_found));
    CHECK(on_memory(app, Method::del, no_such_memory, secret).body ==
          error_body(ApiError::memory_not_found));
}

TEST_CASE("a deleted memory is gone")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const std::string id = create_memory(app, secret, "hiking");

    const Reply deleted = on_memory(app, Method::del, id, secret);

    CHECK(deleted.status == 200);
    CHECK(deleted.body == R"({"status":"success","deleted":true,"memoryId":")" + id +
                              R"(","message":"Memory deleted successfully"})");
    CHECK(on_memory(app, Method::get, id, secret).status == 404);
    CHECK(on_memory(app, Method::del, id, secret).status == 404);
    CHECK(list(app, secret).at("total_count") == 0);
}

TEST_CASE("an empty list has its shape")
{
    AppFixture app;

    const Reply reply = app.ask(make_request(Method::get, memory_path, app.issue().secret));

    CHECK(reply.body == R"({"status":"success","memories":[],)"
                        R"("page":1,"per":20,"total_pages":0,"total_count":0})");
}

TEST_CASE("memories are listed newest first, in pages")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    for (const char* text : {"a", "b", "c"}) {
        app.clock.advance(milliseconds{1});
        create_memory(app, secret, text);
    }

    const auto first = list(app, secret, "page=1&per=2");
    const auto second = list(app, secret, "page=2&per=2");

    CHECK(contents(first) == std::vector<std::string>{"c", "b"});
    CHECK(contents(second) == std::vector<std::string>{"a"});
    CHECK(first.at("total_pages") == 2);
    CHECK(second.at("total_count") == 3);
    CHECK(second.at("page") == 2);
}

TEST_CASE("a page of large memories is made beside the tick")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    const std::string text(200'000, 'x');
    for (const char* last : {"a", "b", "c"}) {
        create_memory(app, secret, text + last);
    }
    const auto small =
        test::make_exchange(make_request(Method::get, "/api/v1/memory?per=2", secret));
    const auto large =
        test::make_exchange(make_request(Method::get, "/api/v1/memory?per=3", secret));
    const std::vector<ExchangePtr> batch{small, large};

    app.application.tick(batch);

    CHECK(small->state == Exchange::State::answered);
    CHECK(large->state == Exchange::State::deferred);
    CHECK(large->queue == app.find_key("ci").organization_id);
    const auto page = list(app, secret, "per=3");
    CHECK(contents(page) == std::vector<std::string>{text + "c", text + "b", text + "a"});
    CHECK(page.at("total_count") == 3);
}

TEST_CASE("paging never fails: garbage is the default, what is out of range is clamped")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    create_memory(app, secret, "a");

    CHECK(list(app, secret, "page=x&per=y").at("per") == 20);
    CHECK(list(app, secret, "page=0&per=1000").at("per") == 100);
    CHECK(list(app, secret, "page=-1&per=0").at("page") == 1);
    CHECK(list(app, secret, "per=0").at("per") == 1);
    CHECK(contents(list(app, secret, "page=99999999999999999999&per=100")).empty());
}

TEST_CASE("nothing of one organization is visible to another")
{
    AppFixture app;
    const std::string ours = app.issue({.name = "a", .organization = "acme"}).secret;
    const std::string theirs = app.issue({.name = "b", .organization = "other"}).secret;
    const Reply created = app.ask(make_post(memory_path, R"({"text":"a","dedupKey":"k"})", ours));
    const std::string id = body_of(created).at("memoryId");

    const Reply same_dedup_key =
        app.ask(make_post(memory_path, R"({"text":"b","dedupKey":"k"})", theirs));

    CHECK(same_dedup_key.status == 201);
    CHECK(on_memory(app, Method::get, id, theirs).body == error_body(ApiError::memory_not_found));
    CHECK(on_memory(app, Method::del, id, theirs).body == error_body(ApiError::memory_not_found));
    CHECK(contents(list(app, theirs)) == std::vector<std::string>{"b"});
    CHECK(contents(list(app, ours)) == std::vector<std::string>{"a"});
}

}  // namespace azen::server
