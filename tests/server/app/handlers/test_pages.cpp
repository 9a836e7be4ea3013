#include <string>

#include <doctest/doctest.h>

#include "server/app/app_fixture.h"
#include "server/app/handlers/openapi_document.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::make_request;

Reply get(AppFixture& app, std::string_view path)
{
    return app.ask(make_request(Method::get, path));
}

}  // namespace

TEST_CASE("the root greets")
{
    AppFixture app;

    const Reply reply = get(app, "/");

    CHECK(reply.status == 200);
    CHECK(reply.body == "Welcome to Azen API");
    CHECK(reply.content_type == "text/plain; charset=utf-8");
}

TEST_CASE("the API's root, health and readiness say ok")
{
    AppFixture app;

    for (const char* path : {"/api/v1", "/healthz", "/readyz"}) {
        CAPTURE(path);
        const Reply reply = get(app, path);
        CHECK(reply.status == 200);
        CHECK(reply.body == R"({"status":"ok"})");
        CHECK(reply.content_type == "application/json");
    }
}

TEST_CASE("readiness asks the store, health does not")
{
    AppFixture app;
    app.store.script.fail_begin = true;

    CHECK(get(app, "/readyz").status == 503);
    CHECK(get(app, "/healthz").status == 200);
}

TEST_CASE("a server that is about to stop is not ready, but lives")
{
    AppFixture app;

    app.application.begin_draining();

    CHECK(get(app, "/readyz").body == error_body(ApiError::unavailable));
    CHECK(get(app, "/healthz").status == 200);
}

TEST_CASE("a server whose store cannot be maintained is not ready until it can")
{
    AppFixture app;

    app.application.set_maintained(false);
    CHECK(get(app, "/readyz").body == error_body(ApiError::unavailable));
    CHECK(get(app, "/healthz").status == 200);

    app.application.set_maintained(true);
    CHECK(get(app, "/readyz").status == 200);
}

TEST_CASE("metrics are for local peers")
{
    AppFixture app;
    Request local = make_request(Method::get, "/metrics");
    local.local_peer = true;

    const Reply near = app.ask(local);
    const Reply far = get(app, "/metrics");

    CHECK(near.status == 200);
    CHECK(near.content_type == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(near.body.starts_with("# HELP azen_build_info "));
    CHECK(far.body == error_body(ApiError::not_found));
}

TEST_CASE("metrics are for everyone when configured so")
{
    AppFixture app{{.cors_origins = {}, .public_metrics = true}};

    CHECK(get(app, "/metrics").status == 200);
}

TEST_CASE("the API's description is served as it was built in")
{
    AppFixture app;

    const Reply reply = get(app, "/openapi.yaml");

    CHECK(reply.status == 200);
    CHECK(reply.content_type == "application/yaml");
    CHECK(reply.content() == openapi_document());
}

}  // namespace azen::server
