#include <doctest/doctest.h>

#include "server/app/app_fixture.h"
#include "server/app/cors.h"

namespace azen::server {

namespace {

using test::header;

const std::vector<std::string> origins{"https://app.example", "http://localhost:3000"};

Request preflight_from(std::string_view origin)
{
    Request request = test::make_request(Method::options, "/api/v1/memory");
    request.origin = origin;
    request.access_control_request_method = "POST";
    return request;
}

Reply with_headers_for(std::string_view origin)
{
    Request request;
    request.origin = origin;
    Reply reply;
    cors::add_headers(request, origins, reply);
    return reply;
}

}  // namespace

TEST_CASE("a configured origin may read the reply and the fields about limits")
{
    const Reply reply = with_headers_for("https://app.example");

    CHECK(header(reply, "Access-Control-Allow-Origin") == "https://app.example");
    CHECK(header(reply, "Access-Control-Expose-Headers") ==
          "RateLimit, RateLimit-Policy, Retry-After, X-Request-Id");
    CHECK(header(reply, "Vary") == "Origin");
}

TEST_CASE("origins are compared whole and exactly")
{
    for (const char* origin : {"",
                               "null",
                               "*",
                               "https://app.example.evil.example",
                               "https://APP.example",
                               "http://app.example",
                               "https://app.example:443",
                               "https://app.example\r\nX: y"}) {
        CAPTURE(origin);
        const Reply reply = with_headers_for(origin);
        CHECK(reply.headers == "Vary: Origin\r\n");
    }
}

TEST_CASE("a preflight needs no key and is told what is allowed")
{
    test::AppFixture app{{.cors_origins = origins}};

    const Reply reply = app.ask(preflight_from("https://app.example"));

    CHECK(reply.status == 204);
    CHECK(reply.body.empty());
    CHECK(header(reply, "Access-Control-Allow-Origin") == "https://app.example");
    CHECK(header(reply, "Access-Control-Allow-Methods") == "GET, POST, DELETE");
    CHECK(header(reply, "Access-Control-Allow-Headers") ==
          "azen-api-key, content-type, x-request-id");
    CHECK(app.store.script.begun.empty());
}

TEST_CASE("a preflight from elsewhere is answered without leave")
{
    test::AppFixture app{{.cors_origins = origins}};

    const Reply reply = app.ask(preflight_from("https://evil.example"));

    CHECK(reply.status == 204);
    CHECK_FALSE(header(reply, "Access-Control-Allow-Origin"));
}

TEST_CASE("errors can be read by a configured origin too")
{
    test::AppFixture app{{.cors_origins = origins}};
    Request request = test::make_request(Method::get, "/api/v1/memory");
    request.origin = "https://app.example";

    const Reply reply = app.ask(request);

    CHECK(reply.status == 401);
    CHECK(header(reply, "Access-Control-Allow-Origin") == "https://app.example");
}

TEST_CASE("a reply that was deferred gets its CORS fields once")
{
    test::AppFixture app{{.cors_origins = origins}};
    Request request =
        test::make_post("/api/v1/memory/search", R"({"query":"hiking"})", app.issue().secret);
    request.origin = "https://app.example";

    const Reply reply = app.ask(request);

    CHECK(reply.status == 200);
    CHECK(reply.headers.find("Vary: Origin") == reply.headers.rfind("Vary: Origin"));
    CHECK(header(reply, "Access-Control-Allow-Origin") == "https://app.example");
}

TEST_CASE("without a configured origin there is no CORS, and OPTIONS is a method like any other")
{
    test::AppFixture app;

    const Reply reply = app.ask(preflight_from("https://app.example"));

    CHECK(reply.status == 405);
    CHECK(header(reply, "Allow") == "POST, GET, HEAD");
    CHECK_FALSE(header(reply, "Vary"));
}

TEST_CASE("with CORS a plain OPTIONS tells the methods of a path")
{
    test::AppFixture app{{.cors_origins = origins}};

    const Reply known = app.ask(test::make_request(Method::options, "/api/v1/memory"));
    const Reply unknown = app.ask(test::make_request(Method::options, "/nowhere"));

    CHECK(known.status == 204);
    CHECK(header(known, "Allow") == "POST, GET, HEAD, OPTIONS");
    CHECK(unknown.status == 404);
}

}  // namespace azen::server
