#include <doctest/doctest.h>

#include "core/service/rotation_service.h"
#include "server/app/admission.h"
#include "server/app/app_fixture.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::header;
using test::make_exchange;
using test::make_request;

constexpr std::string_view verify_path = "/api/v1/verify";

// A well-formed secret that no store knows.
constexpr std::string_view unknown_secret =
    "az_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl";

// What a request to /verify is answered, and what was noted for the log.
struct Decision {
    Reply reply;
    std::string outcome;
    std::string key_id;
};

Decision decide_on(AppFixture& app, Request request)
{
    const ExchangePtr exchange = make_exchange(std::move(request));
    app.run(exchange);
    return {.reply = exchange->reply,
            .outcome = std::string{exchange->outcome},
            .key_id = exchange->key_id};
}

Decision decide_on(AppFixture& app, std::string_view secret)
{
    return decide_on(app, make_request(Method::get, verify_path, secret));
}

Request with_cookie(Request request, std::string_view cookie)
{
    request.cookie = cookie;
    return request;
}

void check_forbidden(const Decision& decision, Refusal reason)
{
    CHECK(decision.reply.status == 403);
    CHECK(decision.reply.body == error_body(ApiError::invalid_api_key));
    CHECK(decision.outcome == to_string(reason));
    CHECK_FALSE(header(decision.reply, "RateLimit"));
}

}  // namespace

TEST_CASE("without a key the answer is 401 and names the header, and no store is asked")
{
    AppFixture app;

    const Decision decision = decide_on(app, "");

    CHECK(decision.reply.status == 401);
    CHECK(decision.reply.body == error_body(ApiError::no_api_key));
    CHECK(header(decision.reply, "WWW-Authenticate") ==
          R"(ApiKey realm="azen", header="azen-api-key")");
    CHECK(app.store.script.begun.empty());
}

TEST_CASE("an empty header is as none")
{
    AppFixture app;
    Request request = make_request(Method::get, verify_path);
    request.api_key_count = 1;

    CHECK(decide_on(app, request).reply.body == error_body(ApiError::no_api_key));
}

TEST_CASE("more than one header is 401 even when the key is good, and charges nothing")
{
    AppFixture app;
    const auto issued = app.issue();
    Request request = make_request(Method::get, verify_path, issued.secret);
    request.api_key_count = 2;

    const Decision decision = decide_on(app, request);

    CHECK(decision.reply.status == 401);
    CHECK(decision.reply.body == error_body(ApiError::no_api_key));
    CHECK(decision.outcome == to_string(Refusal::repeated));
    CHECK(app.find_key(issued.key.id).use.request_count == 0);
}

TEST_CASE("an accepted key is charged and named in the log")
{
    AppFixture app;
    const auto issued = app.issue();

    const Decision decision = decide_on(app, issued.secret);

    CHECK(decision.reply.status == 200);
    CHECK(decision.outcome == "accepted");
    CHECK(decision.key_id == issued.key.id);
    CHECK(app.find_key(issued.key.id).use.request_count == 1);
}

TEST_CASE("malformed and unknown keys are refused alike")
{
    AppFixture app;

    check_forbidden(decide_on(app, "not-a-key"), Refusal::malformed);
    check_forbidden(decide_on(app, unknown_secret), Refusal::unknown);
}

TEST_CASE("a malformed key costs no look into the store")
{
    AppFixture app;

    decide_on(app, "not-a-key");

    CHECK(app.store.script.begun.empty());
}

TEST_CASE("disabled, revoked and expired keys are refused from the next request on")
{
    AppFixture app;
    const auto disabled = app.issue({.name = "disabled"});
    const auto revoked = app.issue({.name = "revoked"});
    const auto expiring =
        app.issue({.name = "expiring", .expires_at = app.clock.now() + milliseconds{5'000}});
    REQUIRE(decide_on(app, expiring.secret).reply.status == 200);

    REQUIRE(app.keys.change(disabled.key.id, {.enabled = false}));
    REQUIRE(app.keys.revoke(revoked.key.id));
    app.clock.advance(milliseconds{5'000});

    check_forbidden(decide_on(app, disabled.secret), Refusal::disabled);
    check_forbidden(decide_on(app, revoked.secret), Refusal::revoked);
    check_forbidden(decide_on(app, expiring.secret), Refusal::expired);
}

TEST_CASE("each route demands its own permission")
{
    AppFixture app;
    const std::string reader =
        app.issue({.name = "r", .permissions = *Permissions::parse("memory.read")}).secret;
    const std::string id = "/api/v1/memory/0b8f1d5e-6c7a-4f7e-9d43-2f0f5a1f7c11";

    CHECK(decide_on(app, make_request(Method::get, "/api/v1/memory", reader)).reply.status == 200);
    CHECK(decide_on(app, make_request(Method::get, id, reader)).reply.status == 404);
    CHECK(decide_on(app, reader).reply.status == 200);
    check_forbidden(decide_on(app, test::make_post("/api/v1/memory", "{}", reader)),
                    Refusal::permission_missing);
    check_forbidden(decide_on(app, make_request(Method::del, id, reader)),
                    Refusal::permission_missing);
    check_forbidden(decide_on(app, make_request(Method::get, "/api/v1/usage", reader)),
                    Refusal::permission_missing);
}

TEST_CASE("a rate limit passes exactly what it allows, then says when to come back")
{
    AppFixture app;
    const std::string secret =
        app.issue({.name = "ci", .rate_limit = {.max = 2, .window = milliseconds{60'000}}}).secret;
    const Decision first = decide_on(app, secret);
    const Decision second = decide_on(app, secret);

    const Decision third = decide_on(app, secret);

    CHECK(header(first.reply, "RateLimit") == R"("rate";r=1)");
    CHECK(header(second.reply, "RateLimit") == R"("rate";r=0;t=30)");
    CHECK(third.reply.status == 429);
    CHECK(third.reply.body == error_body(ApiError::rate_limited));
    CHECK(header(third.reply, "RateLimit-Policy") == R"("rate";q=2;w=60)");
    CHECK(header(third.reply, "RateLimit") == R"("rate";r=0;t=30)");
    CHECK(header(third.reply, "Retry-After") == "30");
}

TEST_CASE("a refused request is not charged, and the wait that was told is enough")
{
    AppFixture app;
    const auto issued =
        app.issue({.name = "ci", .rate_limit = {.max = 1, .window = milliseconds{2'000}}});
    REQUIRE(decide_on(app, issued.secret).reply.status == 200);
    REQUIRE(header(decide_on(app, issued.secret).reply, "Retry-After") == "2");

    app.clock.advance(milliseconds{2'000});

    CHECK(decide_on(app, issued.secret).reply.status == 200);
    CHECK(app.find_key(issued.key.id).use.request_count == 2);
}

TEST_CASE("a used-up quota without refill is 429 without a time")
{
    AppFixture app;
    const std::string secret = app.issue({.name = "ci", .remaining = 1}).secret;
    REQUIRE(decide_on(app, secret).reply.status == 200);

    const Decision decision = decide_on(app, secret);

    CHECK(decision.reply.status == 429);
    CHECK(decision.outcome == to_string(Refusal::quota_exceeded));
    CHECK(header(decision.reply, "RateLimit") == R"("rate";r=59, "quota";r=0)");
    CHECK_FALSE(header(decision.reply, "Retry-After"));
}

TEST_CASE("a valid session wins over any key, which is not charged")
{
    AppFixture app;
    const auto issued = app.issue();
    app.sessions.add("s=1", {.user_id = "ann", .organization_id = "acme"});

    const Decision decision =
        decide_on(app, with_cookie(make_request(Method::get, verify_path, issued.secret), "s=1"));

    CHECK(decision.reply.status == 200);
    CHECK(test::body_of(decision.reply)["userId"] == "ann");
    CHECK(decision.key_id.empty());
    CHECK_FALSE(header(decision.reply, "RateLimit"));
    CHECK(app.find_key(issued.key.id).use.request_count == 0);
}

TEST_CASE("a valid session needs no key, nor a good one")
{
    AppFixture app;
    app.sessions.add("s=1", {.user_id = "ann", .organization_id = "acme"});
    Request repeated = with_cookie(make_request(Method::get, verify_path, "bad"), "s=1");
    repeated.api_key_count = 2;

    CHECK(decide_on(app, with_cookie(make_request(Method::get, verify_path), "s=1")).reply.status ==
          200);
    CHECK(decide_on(app, repeated).reply.status == 200);
}

TEST_CASE("a cookie that names no session is ignored and the key tried")
{
    AppFixture app;
    const std::string secret = app.issue().secret;

    const Decision with_key =
        decide_on(app, with_cookie(make_request(Method::get, verify_path, secret), "s=old"));
    const Decision without =
        decide_on(app, with_cookie(make_request(Method::get, verify_path), "s=old"));

    CHECK(with_key.reply.status == 200);
    CHECK(without.reply.status == 401);
    CHECK(without.outcome == to_string(Refusal::missing));
}

TEST_CASE("a session without an organization is 403 and does not fall back to the key")
{
    AppFixture app;
    const auto issued = app.issue();
    app.sessions.add("s=1", {.user_id = "ann", .organization_id = {}});

    const Decision decision =
        decide_on(app, with_cookie(make_request(Method::get, verify_path, issued.secret), "s=1"));

    CHECK(decision.reply.status == 403);
    CHECK(decision.reply.body == error_body(ApiError::no_organization));
    CHECK(decision.outcome == to_string(Refusal::no_organization));
    CHECK(app.find_key(issued.key.id).use.request_count == 0);
}

TEST_CASE("a session may do what a plain key may, and no more")
{
    AppFixture app;
    app.sessions.add("s=1", {.user_id = "ann", .organization_id = "acme"});
    const auto asks_for = [&](const char* target) {
        return decide_on(app, with_cookie(make_request(Method::get, target), "s=1"));
    };

    CHECK(asks_for("/api/v1/verify?permission=memory.delete").reply.status == 200);
    check_forbidden(asks_for("/api/v1/verify?permission=keys.write"), Refusal::permission_missing);
}

TEST_CASE("without a cookie no session is looked for")
{
    AppFixture app;

    decide_on(app, app.issue().secret);

    CHECK(app.sessions.times_asked() == 0);
}

TEST_CASE("one request switches a key to its new secret, and whoever keeps the old one is noted")
{
    AppFixture app;
    const std::string old = app.issue().secret;
    RotationService rotations{app.store, app.random, app.clock};
    const BegunRotation rotation = test::must(rotations.begin("ci", {}));
    Request late = make_request(Method::get, verify_path, old);
    late.client = "10.0.0.7";
    late.user_agent = "deploy/1.2";

    CHECK(decide_on(app, rotation.secret->reveal()).reply.status == 200);
    CHECK(decide_on(app, late).reply.status == 200);

    const KeyHistory history = test::must(rotations.history("ci"));
    CHECK(rotation::find(history.secrets, SecretState::active)->hash == rotation.hash);
    REQUIRE(history.retiring_uses.size() == 1);
    CHECK(history.retiring_uses.front().address == "10.0.0.7");
    CHECK(history.retiring_uses.front().agent == "deploy/1.2");
}

TEST_CASE("one batch may hold requests with both secrets")
{
    AppFixture app;
    const std::string old = app.issue().secret;
    RotationService rotations{app.store, app.random, app.clock};
    const BegunRotation rotation = test::must(rotations.begin("ci", {}));
    const auto ask = [](std::string_view secret) {
        return make_exchange(make_request(Method::get, verify_path, secret));
    };
    const std::vector<ExchangePtr> batch{
        ask(rotation.secret->reveal()), ask(old), ask(rotation.secret->reveal()), ask(old)};

    app.run(batch);

    for (const ExchangePtr& exchange : batch) {
        CHECK(exchange->reply.status == 200);
    }
    CHECK(app.find_key(rotation.key.id).use.request_count == 4);
    CHECK(decide_on(app, old).reply.status == 200);
}

}  // namespace azen::server
