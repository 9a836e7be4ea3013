#include <doctest/doctest.h>

#include "core/service/session_service.h"
#include "server/app/app_fixture.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::body_of;
using test::header;
using test::make_post;
using test::make_request;

Request with_cookie(Request request, const std::string& cookie)
{
    request.cookie = cookie;
    request.host = "localhost:8080";
    request.origin = "http://localhost:8080";
    return request;
}

struct Fixture {
    Reply get_session(const std::string& sent)
    {
        return app.ask(with_cookie(make_request(Method::get, "/api/auth/get-session"), sent));
    }
    Reply sign_out(const std::string& sent)
    {
        return app.ask(with_cookie(make_post("/api/auth/sign-out", ""), sent));
    }

    AppFixture app;
    User ann = app.add_user("ann", "acme");
    std::string cookie = app.sign_in("ann", "acme");
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a session tells of itself and its user")
{
    const auto body = body_of(get_session(cookie));

    CHECK(body.at("user").at("id") == ann.id);
    CHECK(body.at("session").at("userId") == ann.id);
    CHECK(body.at("session").at("token") == *app.accounts.cookies.find_token(cookie));
    CHECK(body.at("session").at("expiresAt") == "2026-01-22T10:30:00.000Z");
    CHECK(body.at("session").at("activeOrganizationId").is_string());
}

TEST_CASE_FIXTURE(Fixture, "no session, a forged one and one that is over are null alike")
{
    std::string forged = cookie;
    forged.replace(forged.size() - 10, 4, "AAAA");

    CHECK(get_session("").body == "null");
    CHECK(get_session(forged).body == "null");
    CHECK(get_session("better-auth.session_token=x.y").body == "null");
    app.clock.advance(session_service::lifetime);
    CHECK(get_session(cookie).body == "null");
    CHECK(get_session(cookie).status == 200);
}

TEST_CASE_FIXTURE(Fixture, "a session that is used goes on, and the client is told")
{
    CHECK_FALSE(header(get_session(cookie), "Set-Cookie").has_value());
    app.clock.advance(std::chrono::days{5});

    const Reply renewed = get_session(cookie);

    CHECK(header(renewed, "Set-Cookie").value().starts_with(cookie));
    app.clock.advance(std::chrono::days{5});
    CHECK(get_session(cookie).body != "null");
}

TEST_CASE_FIXTURE(Fixture, "signing out ends the session and empties the cookie")
{
    const std::string other = app.sign_in("ann");

    const Reply reply = sign_out(cookie);

    CHECK(reply.body == R"({"success":true})");
    CHECK(header(reply, "Set-Cookie").value().find("Max-Age=0") != std::string::npos);
    CHECK(get_session(cookie).body == "null");
    CHECK(get_session(other).body != "null");
    CHECK(sign_out(cookie).status == 200);
}

TEST_CASE_FIXTURE(Fixture, "a page of another site cannot sign anyone out")
{
    Request foreign = with_cookie(make_post("/api/auth/sign-out", ""), cookie);
    foreign.origin = "http://evil.example";
    Request silent = foreign;
    silent.origin = "";

    CHECK(body_of(app.ask(foreign)).at("code") == "INVALID_ORIGIN");
    CHECK(body_of(app.ask(silent)).at("code") == "MISSING_OR_NULL_ORIGIN");
    CHECK(get_session(cookie).body != "null");
}

}  // namespace azen::server
