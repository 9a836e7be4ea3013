/// Who may administer which keys, and what they may set.

#include <doctest/doctest.h>

#include "server/app/handlers/key_administration.h"

namespace azen::server {

namespace {

using nlohmann::json;
using test::body_of;
using test::header;
using test::KeyAdministration;
using test::make_post;
using test::make_request;
using test::must;

}  // namespace

TEST_CASE_FIXTURE(KeyAdministration,
                  "with a session only what the plugin's clients may set can be set")
{
    const std::string id = create("ci");
    for (const json& power : {json{{"remaining", 5}},
                              json{{"refillAmount", 5}, {"refillInterval", 1'000}},
                              json{{"rateLimitEnabled", false}},
                              json{{"rateLimitMax", 1'000}},
                              json{{"rateLimitTimeWindow", 1}},
                              json{{"permissions", {{"keys", json::array({"write"})}}}}}) {
        CAPTURE(power.dump());
        json created = power;
        created["name"] = "more";
        json updated = power;
        updated["keyId"] = id;
        CHECK(code_of(post("create", created)) == "SERVER_ONLY_PROPERTY");
        CHECK(code_of(post("update", updated)) == "SERVER_ONLY_PROPERTY");
    }
    CHECK(body_of(get("list")).at("total") == 1);
    CHECK(app.find_key(id).permissions == Permissions::defaults());
}

TEST_CASE_FIXTURE(KeyAdministration, "a session cannot take a quota away by naming none")
{
    const std::string id = create("ci");
    const json limited{{"keyId", id}, {"remaining", 5}};
    REQUIRE(app.ask(make_post("/api/auth/api-key/update", limited.dump(), manager())).status ==
            200);

    CHECK(post("update", {{"keyId", id}, {"remaining", nullptr}}).status == 200);

    CHECK(app.find_key(id).use.quota.remaining == 5);
}

TEST_CASE_FIXTURE(KeyAdministration,
                  "a key with the keys permission may set everything, in its organization")
{
    const std::string secret = manager();
    const auto send_with_key = [&](const std::string& verb, const json& body) {
        return app.ask(make_post("/api/auth/api-key/" + verb, body.dump(), secret));
    };

    const Reply made = send_with_key("create",
                                     {{"name", "limited"},
                                      {"remaining", 7},
                                      {"refillAmount", 10},
                                      {"refillInterval", 3'600'000},
                                      {"rateLimitMax", 5},
                                      {"rateLimitTimeWindow", 2'000},
                                      {"permissions", {{"orders", json::array({"read"})}}}});

    REQUIRE(made.status == 200);
    CHECK(header(made, "RateLimit").has_value());
    const ApiKey key = app.find_key(body_of(made).at("id"));
    CHECK(key.use.quota.remaining == 7);
    CHECK(key.refill == Refill{.amount = 10, .interval = milliseconds{3'600'000}});
    CHECK(key.rate_limit == RateLimit{.enabled = true, .max = 5, .window = milliseconds{2'000}});
    CHECK(key.permissions.to_text() == "orders.read");
    CHECK(key.organization_id == app.find_key("manager").organization_id);
    const Reply changed =
        send_with_key("update", {{"keyId", key.id}, {"rateLimitMax", 9}, {"remaining", nullptr}});
    CHECK(changed.status == 200);
    CHECK(app.find_key(key.id).rate_limit.max == 9);
    CHECK(app.find_key(key.id).rate_limit.window == milliseconds{2'000});
    CHECK_FALSE(app.find_key(key.id).use.quota.remaining.has_value());
}

TEST_CASE_FIXTURE(KeyAdministration, "a refill needs both its parts")
{
    const std::string secret = manager();
    const auto code = [&](const json& body) {
        return code_of(app.ask(make_post("/api/auth/api-key/create", body.dump(), secret)));
    };

    CHECK(code({{"name", "a"}, {"refillAmount", 5}}) == "REFILL_INTERVAL_AND_AMOUNT_REQUIRED");
    CHECK(code({{"name", "a"}, {"refillInterval", 5}}) == "REFILL_AMOUNT_AND_INTERVAL_REQUIRED");
    CHECK(code({{"name", "a"}, {"permissions", {{"a", "b"}}}}) == "VALIDATION_ERROR");
}

TEST_CASE_FIXTURE(KeyAdministration,
                  "a key without the permission administers nothing, and is told no reason")
{
    const std::string id = create("ci");
    const std::string plain = app.issue({.name = "plain", .organization = "acme"}).secret;
    const std::string reader = manager("keys.read");
    const auto ask = [&](const std::string& secret, const std::string& verb) {
        return app.ask(make_post(
            "/api/auth/api-key/" + verb, json{{"keyId", id}, {"name", "x"}}.dump(), secret));
    };

    for (const char* verb : {"create", "update", "delete", "rotate"}) {
        CAPTURE(verb);
        CHECK(ask(plain, verb).body ==
              R"({"message":"Invalid API key.","code":"INVALID_API_KEY"})");
        CHECK(ask(reader, verb).status == 403);
    }
    CHECK(app.ask(make_request(Method::get, "/api/auth/api-key/list", plain)).status == 403);
    CHECK(app.ask(make_request(Method::get, "/api/auth/api-key/list", reader)).status == 200);
    CHECK(app.find_key(id).name == "ci");
}

TEST_CASE_FIXTURE(KeyAdministration, "nobody administers keys without a credential")
{
    const std::string id = create("ci");
    const auto status = [&](Request request) {
        return app.ask(std::move(request)).status;
    };

    CHECK(status(make_post("/api/auth/api-key/create", R"({"name":"x"})")) == 401);
    CHECK(status(make_request(Method::get, "/api/auth/api-key/list")) == 401);
    CHECK(header(app.ask(make_request(Method::get, "/api/auth/api-key/list")), "WWW-Authenticate")
              .value_or("")
              .starts_with("ApiKey "));
    CHECK(status(make_request(Method::get, "/api/auth/api-key/get?id=" + id)) == 401);
    CHECK(get("list", "better-auth.session_token=forged.AAAA").body ==
          R"({"message":"Unauthorized","code":"UNAUTHORIZED"})");
    CHECK(app.ask(make_post("/api/auth/api-key/delete", json{{"keyId", id}}.dump(), "az_bad"))
              .status == 403);
    CHECK_FALSE(app.find_key(id).revoked_at.has_value());
}

TEST_CASE_FIXTURE(KeyAdministration,
                  "a member administers its own keys, an owner all of the organization")
{
    const std::string bob = app.sign_in("bob", "acme");
    const std::string anns = create("anns");
    const std::string bobs = create("bobs", bob);

    CHECK(body_of(get("list", bob)).at("total") == 1);
    CHECK(get("get?id=" + bobs, bob).status == 200);
    CHECK(get("get?id=" + anns, bob).status == 404);
    CHECK(post("update", {{"keyId", anns}, {"name", "x"}}, bob).status == 404);
    CHECK(post("delete", {{"keyId", anns}}, bob).status == 404);
    CHECK(post("rotate", {{"keyId", anns}}, bob).status == 404);
    CHECK(body_of(get("list")).at("total") == 2);
    CHECK(post("update", {{"keyId", bobs}, {"name", "y"}}).status == 200);
    CHECK(app.find_key(anns).name == "anns");
}

TEST_CASE_FIXTURE(KeyAdministration, "another organization's owner sees and changes nothing")
{
    const std::string cid = app.sign_in("cid", "other");
    const std::string id = create("ci");
    const std::string acme = app.find_key(id).organization_id;

    const Reply theirs = get("get?id=" + id, cid);
    const Reply none = get("get?id=no-such-key", cid);

    CHECK(theirs.status == 404);
    CHECK(theirs.body == none.body);
    CHECK(post("update", {{"keyId", id}, {"enabled", false}}, cid).status == 404);
    CHECK(post("delete", {{"keyId", id}}, cid).status == 404);
    CHECK(get("list?organizationId=" + acme, cid).body ==
          get("list?organizationId=no-such-organization", cid).body);
    CHECK(code_of(post("create", {{"name", "x"}, {"organizationId", acme}}, cid)) ==
          "USER_NOT_MEMBER_OF_ORGANIZATION");
    CHECK(body_of(get("list", cid)).at("total") == 0);
    CHECK(app.find_key(id).enabled);
    CHECK(body_of(get("list")).at("total") == 1);
}

TEST_CASE_FIXTURE(KeyAdministration, "a key of another organization administers nothing here")
{
    const std::string id = create("ci");
    const std::string secret =
        app.issue({.name = "theirs",
                   .organization = "other",
                   .user = "cid",
                   .permissions = must(Permissions::parse("keys.read,keys.write,keys.delete"))})
            .secret;

    CHECK(app.ask(make_request(Method::get, "/api/auth/api-key/get?id=" + id, secret)).status ==
          404);
    CHECK(
        app.ask(make_post("/api/auth/api-key/delete", json{{"keyId", id}}.dump(), secret)).status ==
        404);
    CHECK_FALSE(app.find_key(id).revoked_at.has_value());
}

TEST_CASE_FIXTURE(KeyAdministration, "a session without an active organization has to name one")
{
    const std::string idle = app.sign_in("ann");
    const std::string acme = app.find_key(create("ci")).organization_id;

    CHECK(code_of(post("create", {{"name", "x"}}, idle)) == "NO_ACTIVE_ORGANIZATION");
    CHECK(code_of(get("list", idle)) == "NO_ACTIVE_ORGANIZATION");
    CHECK(body_of(get("list?organizationId=" + acme, idle)).at("total") == 1);
    CHECK(post("create", {{"name", "x"}, {"organizationId", acme}}, idle).status == 200);
}

TEST_CASE_FIXTURE(KeyAdministration, "a page of another site administers nothing with a session")
{
    const std::string id = create("ci");
    Request foreign = make_post("/api/auth/api-key/delete", json{{"keyId", id}}.dump());
    foreign.cookie = ann;
    foreign.host = "localhost";
    foreign.origin = "http://evil.example";

    CHECK(code_of(app.ask(foreign)) == "INVALID_ORIGIN");
    foreign.origin = "";
    CHECK(code_of(app.ask(foreign)) == "MISSING_OR_NULL_ORIGIN");
    CHECK_FALSE(app.find_key(id).revoked_at.has_value());
}

TEST_CASE_FIXTURE(KeyAdministration,
                  "whoever leaves an organization loses its keys, and these stay")
{
    const std::string bob = app.sign_in("bob", "acme");
    const auto made = body_of(post("create", {{"name", "bobs"}}, bob));
    const std::string id = made.at("id");
    const std::string acme = app.find_key(id).organization_id;
    {
        const auto transaction = must(app.sqlite->begin(Durability::power_loss));
        const User user = must(transaction->accounts().find_user("bob")).value();
        must(transaction->members().erase(acme, user.id));
        must(transaction->commit());
    }

    CHECK(get("get?id=" + id, bob).status == 404);
    CHECK(code_of(get("list", bob)) == "NO_ACTIVE_ORGANIZATION");
    const std::string secret = made.at("key");
    CHECK(app.ask(make_request(Method::get, "/api/v1/memory", secret)).status == 200);
}

TEST_CASE_FIXTURE(KeyAdministration,
                  "a session neither changes nor rotates a key that administers keys")
{
    manager();
    const std::string id = must(app.keys.find("manager")).id;

    CHECK(code_of(post("rotate", {{"keyId", id}}, ann)) == "API_KEY_NEEDED");
    CHECK(code_of(post("update", {{"keyId", id}, {"enabled", true}}, ann)) == "API_KEY_NEEDED");

    CHECK(post("delete", {{"keyId", id}}, ann).status == 200);
}

namespace {

/// A request that has been let in, and whose work is still to be done.
struct PutOff : KeyAdministration {
    ExchangePtr put_off(Request request)
    {
        request.host = "localhost";
        request.origin = "http://localhost";
        ExchangePtr exchange = test::make_exchange(std::move(request));
        app.application.tick({&exchange, 1});
        REQUIRE(exchange->state == Exchange::State::deferred);
        return exchange;
    }
    int finish(const ExchangePtr& exchange)
    {
        std::exchange(exchange->work, nullptr)();
        exchange->state = Exchange::State::waiting;
        app.application.tick({&exchange, 1});
        return exchange->reply.status;
    }
    Request create_as(const std::string& cookie)
    {
        Request request = make_post("/api/auth/api-key/create", R"({"name":"late"})");
        request.cookie = cookie;
        return request;
    }
    template <typename Change>
    void change(const Change& change)
    {
        const auto transaction = must(app.sqlite->begin(Durability::power_loss));
        change(*transaction);
        must(transaction->commit());
    }
    std::int64_t keys()
    {
        const auto transaction = must(app.sqlite->begin(Durability::process_crash));
        return must(transaction->keys().count({}));
    }
};

}  // namespace

TEST_CASE_FIXTURE(PutOff, "who leaves the organization before the work is done changes nothing")
{
    const ExchangePtr late = put_off(create_as(ann));
    change([](Transaction& transaction) {
        const auto acme = must(transaction.accounts().find_organization("acme")).value();
        const auto user = must(transaction.accounts().find_user("ann")).value();
        must(transaction.members().erase(acme.id, user.id));
    });

    CHECK(finish(late) == 403);
    CHECK(keys() == 0);
}

TEST_CASE_FIXTURE(PutOff, "a session that is ended before the work is done changes nothing")
{
    const ExchangePtr late = put_off(create_as(ann));
    change([](Transaction& transaction) {
        const auto user = must(transaction.accounts().find_user("ann")).value();
        must(transaction.sessions().erase_of(user.id));
    });

    CHECK(finish(late) == 403);
    CHECK(keys() == 0);
}

TEST_CASE_FIXTURE(PutOff, "a key that is disabled before the work is done changes nothing")
{
    const ExchangePtr late =
        put_off(make_post("/api/auth/api-key/create", R"({"name":"late"})", manager()));
    must(app.keys.change("manager", {.enabled = false}));

    CHECK(finish(late) == 403);
    CHECK(keys() == 1);
}

TEST_CASE_FIXTURE(PutOff, "a key that may do less before the work is done changes nothing")
{
    const ExchangePtr late =
        put_off(make_post("/api/auth/api-key/create", R"({"name":"late"})", manager()));
    Permissions revoked;
    revoked.grant("keys", "write");
    must(app.keys.change("manager", {.revoke = revoked}));

    CHECK(finish(late) == 403);
    CHECK(keys() == 1);
}

TEST_CASE_FIXTURE(PutOff, "who becomes a mere member before the work is done changes nothing")
{
    const ExchangePtr late = put_off(create_as(ann));
    change([](Transaction& transaction) {
        const auto acme = must(transaction.accounts().find_organization("acme")).value();
        const auto user = must(transaction.accounts().find_user("ann")).value();
        must(transaction.members().put(
            {.organization_id = acme.id, .user_id = user.id, .role = Role::member}));
    });

    CHECK(finish(late) == 403);
    CHECK(keys() == 0);
}

TEST_CASE_FIXTURE(PutOff, "who is still let in when the work is done has it done")
{
    CHECK(finish(put_off(create_as(ann))) == 200);
    CHECK(keys() == 1);
}

}  // namespace azen::server
