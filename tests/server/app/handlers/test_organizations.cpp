#include <doctest/doctest.h>

#include "server/app/app_fixture.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::body_of;
using test::make_post;
using test::make_request;
using test::must;

struct Fixture {
    Fixture()
    {
        app.add_user("ann", "acme");
        app.add_user("bob", "other");
        cookie = app.sign_in("ann");
    }
    Reply send(Request request)
    {
        request.cookie = cookie;
        request.host = "localhost";
        request.origin = "http://localhost";
        return app.ask(std::move(request));
    }
    Reply create(std::string_view body)
    {
        return send(make_post("/api/auth/organization/create", body));
    }
    Reply set_active(std::string_view body)
    {
        return send(make_post("/api/auth/organization/set-active", body));
    }
    nlohmann::ordered_json list()
    {
        return body_of(send(make_request(Method::get, "/api/auth/organization/list")));
    }
    nlohmann::ordered_json active()
    {
        return body_of(send(make_request(Method::get, "/api/auth/get-session")))
            .at("session")
            .at("activeOrganizationId");
    }
    std::string id_of(std::string_view name)
    {
        const auto transaction = must(app.sqlite->begin(Durability::process_crash));
        const auto found = must(transaction->accounts().find_organization(name));
        return found ? found->id : "";
    }

    AppFixture app;
    std::string cookie;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "one's organizations are those that one is a member of")
{
    const auto organizations = list();

    REQUIRE(organizations.size() == 1);
    CHECK(organizations.at(0).at("name") == "acme");
    CHECK(organizations.at(0).at("slug") == "acme");
    CHECK(organizations.at(0).at("logo").is_null());
}

TEST_CASE_FIXTURE(Fixture, "whoever makes an organization owns it, and works in it from then on")
{
    const auto body =
        body_of(create(R"({"name":"New","slug":"new","logo":"https://l","metadata":{"a":1}})"));

    CHECK(body.at("slug") == "new");
    CHECK(body.at("metadata").at("a") == 1);
    CHECK(body.at("members").at(0).at("role") == "owner");
    CHECK(active() == body.at("id"));
    CHECK(list().size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "one can stay in the organization that one works in")
{
    set_active(R"({"organizationSlug":"acme"})");

    create(R"({"name":"New","slug":"new","keepCurrentActiveOrganization":true})");

    CHECK(active() == id_of("acme"));
}

TEST_CASE_FIXTURE(Fixture, "a name or a slug that is taken makes nothing")
{
    for (const char* body :
         {R"({"name":"acme","slug":"new"})", R"({"name":"New","slug":"other"})"}) {
        const Reply reply = create(body);
        CHECK(reply.status == 400);
        CHECK(body_of(reply).at("code") == "ORGANIZATION_ALREADY_EXISTS");
    }
    CHECK(id_of("New").empty());
}

TEST_CASE_FIXTURE(Fixture, "what is no organization is refused with all that is wrong")
{
    CHECK(body_of(create(R"({"name":"","metadata":5})")).at("message") ==
          "[body.name] Too small: expected string to have >=1 characters; "
          "[body.slug] Invalid input: expected string, received undefined; "
          "[body.metadata] Invalid input: expected record, received number");
    const std::string long_name(65, 'x');
    const Reply reply = create(nlohmann::json{{"name", long_name}, {"slug", "x"}}.dump());
    CHECK(reply.status == 400);
    CHECK(body_of(reply).at("code") == "VALIDATION_ERROR");
}

TEST_CASE_FIXTURE(Fixture, "an organization is made active by id or slug, and given up again")
{
    CHECK(body_of(set_active(R"({"organizationSlug":"acme"})")).at("id") == id_of("acme"));
    CHECK(active() == id_of("acme"));
    CHECK(body_of(set_active("{}")).at("name") == "acme");
    CHECK(set_active(R"({"organizationId":null})").body == "null");
    CHECK(active().is_null());
    CHECK(set_active("{}").body == "null");
    const nlohmann::json by_id{{"organizationId", id_of("acme")}};
    CHECK(body_of(set_active(by_id.dump())).at("id") == id_of("acme"));
}

TEST_CASE_FIXTURE(Fixture, "another's organization is refused as one that is not there")
{
    const nlohmann::json others{{"organizationId", id_of("other")}};

    const Reply theirs = set_active(others.dump());
    const Reply none = set_active(R"({"organizationId":"no-such-id"})");

    CHECK(theirs.status == 403);
    CHECK(body_of(theirs).at("code") == "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
    CHECK(none.status == theirs.status);
    CHECK(none.body == theirs.body);
    CHECK(active().is_null());
    const Reply their_slug = set_active(R"({"organizationSlug":"other"})");
    CHECK(body_of(their_slug).at("code") == "ORGANIZATION_NOT_FOUND");
    CHECK(their_slug.body == set_active(R"({"organizationSlug":"nowhere"})").body);
}

TEST_CASE_FIXTURE(Fixture, "a name is no id")
{
    CHECK(set_active(R"({"organizationId":"acme"})").status == 403);
}

TEST_CASE_FIXTURE(Fixture, "without a session there is nothing to see and nothing to do")
{
    cookie = "better-auth.session_token=forged.AAAA";

    CHECK(create(R"({"name":"New","slug":"new"})").status == 401);
    CHECK(set_active(R"({"organizationSlug":"acme"})").status == 401);
    CHECK(send(make_request(Method::get, "/api/auth/organization/list")).body ==
          R"({"message":"Unauthorized","code":"UNAUTHORIZED"})");
    CHECK(id_of("New").empty());
}

TEST_CASE_FIXTURE(Fixture, "an API key is no session")
{
    const std::string secret = app.issue().secret;

    CHECK(app.ask(make_request(Method::get, "/api/auth/organization/list", secret)).status == 401);
}

}  // namespace azen::server
