#include <doctest/doctest.h>

#include "core/service/rotation_service.h"
#include "server/app/app_fixture.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using nlohmann::json;
using test::AppFixture;
using test::body_of;
using test::make_post;
using test::make_request;
using test::must;

/// A key of acme, and a session of ann, who owns it.
struct Fixture {
    Fixture()
    {
        app.add_user("ann", "acme");
        cookie = app.sign_in("ann", "acme");
        key = app.issue({.name = "ci", .organization = "acme", .user = "ann"});
    }
    Reply rotate(json body)
    {
        body["keyId"] = key.key.id;
        Request request = make_post("/api/auth/api-key/rotate", body.dump());
        request.cookie = cookie;
        request.host = "localhost";
        request.origin = "http://localhost";
        return app.ask(std::move(request));
    }
    bool works(const std::string& secret)
    {
        return app.ask(make_request(Method::get, "/api/v1/memory", secret)).status == 200;
    }

    AppFixture app;
    std::string cookie;
    AppFixture::Issued key;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the new secret and the old one both work, until the grace is over")
{
    const Reply reply = rotate({{"gracePeriod", 60}});

    REQUIRE(reply.status == 200);
    const auto body = body_of(reply);
    CHECK(body.at("id") == key.key.id);
    CHECK(body.at("displaced") == "nothing");
    const std::string fresh = body.at("key");
    CHECK(works(key.secret));
    CHECK(works(fresh));
    CHECK(works(key.secret));
    app.clock.advance(std::chrono::seconds{61});
    CHECK_FALSE(works(key.secret));
    CHECK(works(fresh));
}

TEST_CASE_FIXTURE(Fixture, "after a leak the old secret is refused at once")
{
    const std::string fresh = body_of(rotate({{"now", true}})).at("key");

    CHECK_FALSE(works(key.secret));
    CHECK(works(fresh));
}

TEST_CASE_FIXTURE(Fixture, "the same idempotency key does not rotate again")
{
    const std::string fresh = body_of(rotate({{"idempotencyKey", "job-1"}})).at("key");

    const auto again = body_of(rotate({{"idempotencyKey", "job-1"}}));

    CHECK(again.at("key").is_null());
    CHECK(works(fresh));
}

TEST_CASE_FIXTURE(Fixture, "a grace is finished, a pending secret is dropped")
{
    const std::string dropped = body_of(rotate(json::object())).at("key");
    CHECK(rotate({{"abort", true}}).status == 200);
    CHECK_FALSE(works(dropped));
    const std::string fresh = body_of(rotate(json::object())).at("key");
    CHECK(works(fresh));

    CHECK(rotate({{"finish", true}}).status == 200);

    CHECK_FALSE(works(key.secret));
    CHECK(works(fresh));
}

TEST_CASE_FIXTURE(Fixture, "what the key's state does not allow is said, and changes nothing")
{
    const Reply finish = rotate({{"finish", true}});
    const Reply abort = rotate({{"abort", true}});

    CHECK(finish.status == 400);
    CHECK(body_of(finish).at("code") == "KEY_STATE");
    CHECK(body_of(abort).at("code") == "KEY_STATE");
    CHECK(works(key.secret));
}

TEST_CASE_FIXTURE(Fixture, "what is no rotation is refused")
{
    for (const json& body : {json{{"now", true}, {"finish", true}},
                             json{{"gracePeriod", 0}},
                             json{{"gracePeriod", "long"}},
                             json{{"gracePeriod", 9'000'000'000'000}},
                             json{{"idempotencyKey", ""}}}) {
        CAPTURE(body.dump());
        const Reply reply = rotate(body);
        CHECK(reply.status == 400);
        CHECK(body_of(reply).at("code") == "VALIDATION_ERROR");
    }
    CHECK(must(RotationService{app.store, app.random, app.clock}.history("ci")).secrets.size() ==
          1);
}

}  // namespace azen::server
