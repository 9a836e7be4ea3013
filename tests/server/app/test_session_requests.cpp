/// What a session may do on the routes of memories and usage, and what it may not.

#include <doctest/doctest.h>

#include "core/service/organization_service.h"
#include "core/service/session_service.h"
#include "server/app/app_fixture.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::body_of;
using test::header;
using test::make_post;
using test::make_request;
using test::must;

constexpr std::string_view memory_path = "/api/v1/memory";

struct Fixture {
    explicit Fixture(ApplicationOptions options = {}) : app{std::move(options)}
    {
        app.add_user("ann", "acme");
        app.add_user("bob", "other");
    }
    Request from_page(Request request, const std::string& cookie)
    {
        request.cookie = cookie;
        request.host = "localhost:8080";
        request.origin = "http://localhost:8080";
        return request;
    }
    Reply create(const std::string& cookie, const std::string& origin = "http://localhost:8080")
    {
        Request request = from_page(make_post(memory_path, R"({"text":"hello"})"), cookie);
        request.origin = origin;
        return app.ask(std::move(request));
    }
    std::int64_t memories(const std::string& cookie)
    {
        return body_of(app.ask(from_page(make_request(Method::get, memory_path), cookie)))
            .at("total_count");
    }

    AppFixture app;
};

struct CrossOriginFixture : Fixture {
    CrossOriginFixture() : Fixture{{.cors_origins = {"https://app.example"}}} {}
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a session works on the memories of its organization, and on no other's")
{
    const std::string anns = app.sign_in("ann", "acme");
    const std::string bobs = app.sign_in("bob", "other");

    const Reply created = create(anns);

    REQUIRE(created.status == 201);
    CHECK(memories(anns) == 1);
    CHECK(memories(bobs) == 0);
    const std::string target = "/api/v1/memory/" + std::string{body_of(created).at("memoryId")};
    CHECK(app.ask(from_page(make_request(Method::get, target), bobs)).status == 404);
    CHECK(app.ask(from_page(make_request(Method::del, target), bobs)).status == 404);
    CHECK(app.ask(from_page(make_request(Method::del, target), anns)).status == 200);
}

TEST_CASE_FIXTURE(Fixture, "what a session does is in no usage")
{
    const std::string cookie = app.sign_in("ann", "acme");
    create(cookie);

    const auto usage =
        body_of(app.ask(from_page(make_request(Method::get, "/api/v1/usage"), cookie)));

    CHECK(usage.at("summary").at("total_requests") == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "without an active organization it is 403, also with a good key beside it")
{
    const std::string cookie = app.sign_in("ann");
    const auto issued = app.issue({.name = "ci", .organization = "acme"});
    Request request = from_page(make_request(Method::get, memory_path, issued.secret), cookie);

    const Reply reply = app.ask(std::move(request));

    CHECK(reply.status == 403);
    CHECK(reply.body == R"({"status":"forbidden","message":"Unauthorized","code":403})");
    CHECK(app.find_key(issued.key.id).use.request_count == 0);
}

TEST_CASE_FIXTURE(Fixture, "whoever is taken out of an organization loses it with the next request")
{
    const std::string cookie = app.sign_in("ann", "acme");
    app.add_user("cid", "acme");
    CHECK(memories(cookie) == 0);

    {
        const auto transaction = must(app.sqlite->begin(Durability::power_loss));
        must(organization_service::dismiss(*transaction, "acme", "ann"));
        must(transaction->commit());
    }

    CHECK(app.ask(from_page(make_request(Method::get, memory_path), cookie)).status == 403);
}

TEST_CASE_FIXTURE(Fixture,
                  "an expired, a forged and a revoked session are no sessions: the key is tried")
{
    const std::string cookie = app.sign_in("ann", "acme");
    const std::string secret = app.issue({.name = "ci", .organization = "acme"}).secret;
    const auto ask = [&](const std::string& with, std::string_view key) {
        return app.ask(from_page(make_request(Method::get, memory_path, key), with)).status;
    };
    std::string forged = cookie;
    forged.replace(forged.size() - 10, 4, "AAAA");

    CHECK(ask(forged, "") == 401);
    CHECK(ask(forged, secret) == 200);
    app.clock.advance(session_service::lifetime);
    CHECK(ask(cookie, "") == 401);
    CHECK(ask(cookie, secret) == 200);
    CHECK(app.find_key("ci").use.request_count == 2);
}

TEST_CASE_FIXTURE(Fixture, "a page of another site changes nothing with a session's cookie")
{
    const std::string cookie = app.sign_in("ann", "acme");

    for (const char* origin : {"http://evil.example", "null", "", "http://localhost:8081"}) {
        CAPTURE(origin);
        const Reply reply = create(cookie, origin);
        CHECK(reply.status == 403);
        CHECK(reply.body == R"({"status":"forbidden","message":"Unauthorized","code":403})");
    }
    Request erase = from_page(make_request(Method::del, "/api/v1/memory/x"), cookie);
    erase.origin = "http://evil.example";
    CHECK(app.ask(std::move(erase)).status == 403);
    CHECK(memories(cookie) == 0);
}

TEST_CASE_FIXTURE(CrossOriginFixture, "a page of a configured origin may act with a session")
{
    const Reply reply = create(app.sign_in("ann", "acme"), "https://app.example");

    CHECK(reply.status == 201);
    CHECK(header(reply, "Access-Control-Allow-Origin") == "https://app.example");
    CHECK(header(reply, "Access-Control-Allow-Credentials") == "true");
}

TEST_CASE_FIXTURE(Fixture, "a key needs no origin, whatever cookies the client has")
{
    const std::string secret = app.issue().secret;
    Request request = make_post(memory_path, R"({"text":"hello"})", secret);
    request.cookie = "theme=dark";

    CHECK(app.ask(std::move(request)).status == 201);
}

TEST_CASE_FIXTURE(Fixture, "using a session moves its end, and the reply brings the cookie anew")
{
    const std::string cookie = app.sign_in("ann", "acme");
    app.clock.advance(std::chrono::days{6});

    const Reply reply = create(cookie);

    CHECK(reply.status == 201);
    CHECK(header(reply, "Set-Cookie").value().starts_with(cookie + "; Max-Age=604800"));
    app.clock.advance(std::chrono::days{6});
    CHECK(create(cookie).status == 201);
}

TEST_CASE_FIXTURE(Fixture, "a session may see what a plain key may, but never keys")
{
    const std::string cookie = app.sign_in("ann", "acme");
    const auto ask = [&](const char* target) {
        return app.ask(from_page(make_request(Method::get, target), cookie)).status;
    };

    CHECK(ask("/api/v1/verify?permission=memory.read") == 200);
    CHECK(ask("/api/v1/verify?permission=keys.write") == 403);
}

}  // namespace azen::server
