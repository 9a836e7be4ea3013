#include <string>

#include <doctest/doctest.h>

#include "server/app/app_fixture.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::header;
using test::make_request;

int verify_with(AppFixture& app, std::string_view secret, std::string_view query)
{
    const std::string target = "/api/v1/verify?" + std::string{query};
    return app.ask(make_request(Method::get, target, secret)).status;
}

Reply verify_session(AppFixture& app, const Session& session)
{
    app.sessions.add("s=1", session);
    Request request = make_request(Method::get, "/api/v1/verify");
    request.cookie = "s=1";
    return app.ask(request);
}

}  // namespace

TEST_CASE("verify says whose the key is, in the body and in header fields")
{
    AppFixture app;
    const auto [key, secret] = app.issue();

    const Reply reply = app.ask(make_request(Method::get, "/api/v1/verify", secret));

    CHECK(reply.status == 200);
    CHECK(reply.body == R"({"status":"success","userId":")" + key.user_id + R"(","apiKeyId":")" +
                            key.id + R"(","organizationId":")" + key.organization_id + R"("})");
    CHECK(header(reply, "azen-user-id") == key.user_id);
    CHECK(header(reply, "azen-api-key-id") == key.id);
    CHECK(header(reply, "azen-organization-id") == key.organization_id);
    CHECK(header(reply, "RateLimit") == R"("rate";r=59)");
}

TEST_CASE("verify answers HEAD and POST alike, whatever body comes with it")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    Request with_body = make_request(Method::post, "/api/v1/verify", secret);
    with_body.content_type = "text/plain";
    with_body.body = "anything";

    CHECK(app.ask(make_request(Method::head, "/api/v1/verify", secret)).status == 200);
    CHECK(app.ask(make_request(Method::post, "/api/v1/verify", secret)).status == 200);
    CHECK(app.ask(with_body).status == 200);
}

TEST_CASE("verify demands the permission that is asked for")
{
    AppFixture app;
    const std::string secret = app.issue().secret;

    CHECK(verify_with(app, secret, "permission=memory.read") == 200);
    CHECK(verify_with(app, secret, "permission=memory%2Eread") == 200);
    CHECK(verify_with(app, secret, "permission=keys.write") == 403);
    CHECK(verify_with(app, secret, "permission=memory") == 403);
    CHECK(verify_with(app, secret, "x=1") == 200);
}

TEST_CASE("a permission that got lost or came twice is refused, not waved through")
{
    AppFixture app;
    const std::string secret = app.issue().secret;

    CHECK(verify_with(app, secret, "permission=") == 403);
    CHECK(verify_with(app, secret, "permission") == 403);
    CHECK(verify_with(app, secret, "permission=memory.read&permission=memory.read") == 403);
}

TEST_CASE("a refusal for a missing permission charges nothing")
{
    AppFixture app;
    const auto issued = app.issue();

    verify_with(app, issued.secret, "permission=keys.write");

    CHECK(app.find_key(issued.key.id).use.request_count == 0);
}

TEST_CASE("a session has no key id")
{
    AppFixture app;

    const Reply reply = verify_session(app, {.user_id = "ann", .organization_id = "acme"});

    CHECK(reply.body ==
          R"({"status":"success","userId":"ann","apiKeyId":null,"organizationId":"acme"})");
    CHECK(header(reply, "azen-user-id") == "ann");
    CHECK(header(reply, "azen-api-key-id") == "");
}

TEST_CASE("an id that could break out of a header field reaches no gateway")
{
    AppFixture app;

    for (const char* id : {"a\r\nazen-user-id: root", "a b", "a\"", "a\\", "\x7f", "\xc3\xa4"}) {
        CAPTURE(id);
        const Reply reply = verify_session(app, {.user_id = id, .organization_id = "acme"});
        CHECK(reply.status == 500);
        CHECK(reply.headers.empty());
        CHECK(reply.body == error_body(ApiError::internal));
    }
}

}  // namespace azen::server
