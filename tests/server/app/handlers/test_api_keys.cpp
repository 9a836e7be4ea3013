#include <utility>

#include <doctest/doctest.h>

#include "server/app/handlers/key_administration.h"

namespace azen::server {

namespace {

using nlohmann::json;
using test::body_of;
using test::KeyAdministration;
using test::make_post;
using test::make_request;

}  // namespace

TEST_CASE_FIXTURE(KeyAdministration,
                  "a session makes a key of its organization, whose secret works")
{
    const Reply reply = post("create", {{"name", "ci"}, {"metadata", {{"team", "core"}}}});

    REQUIRE(reply.status == 200);
    const auto body = body_of(reply);
    CHECK(body.at("name") == "ci");
    CHECK(body.at("prefix") == "az_");
    CHECK(body.at("enabled") == true);
    CHECK(body.at("expiresAt").is_null());
    CHECK(body.at("remaining").is_null());
    CHECK(body.at("requestCount") == 0);
    CHECK(body.at("metadata").at("team") == "core");
    CHECK(body.at("referenceId") == body.at("organizationId"));
    const std::string secret = body.at("key");
    CHECK(app.ask(make_request(Method::get, "/api/v1/memory", secret)).status == 200);
}

TEST_CASE_FIXTURE(KeyAdministration, "a key is got without its secret")
{
    const std::string id = create("ci");

    const auto body = body_of(get("get?id=" + id));

    CHECK(body.at("id") == id);
    CHECK(body.at("name") == "ci");
    CHECK_FALSE(body.contains("key"));
}

TEST_CASE_FIXTURE(KeyAdministration, "names and starts are no ids")
{
    create("ci");

    CHECK(code_of(get("get?id=ci")) == "KEY_NOT_FOUND");
    CHECK(code_of(post("delete", {{"keyId", "ci"}})) == "KEY_NOT_FOUND");
    CHECK(code_of(get("get")) == "VALIDATION_ERROR");
}

TEST_CASE_FIXTURE(KeyAdministration, "a key is changed, and requests see it at once")
{
    const auto made = body_of(post("create", {{"name", "ci"}}));
    const std::string id = made.at("id");

    const auto body = body_of(post("update",
                                   {{"keyId", id},
                                    {"name", "new"},
                                    {"enabled", false},
                                    {"expiresIn", 172'800},
                                    {"metadata", {{"a", 1}}}}));

    CHECK(body.at("name") == "new");
    CHECK(body.at("enabled") == false);
    CHECK(body.at("expiresAt") == "2026-01-17T10:30:00.000Z");
    CHECK(body.at("metadata").at("a") == 1);
    const std::string secret = made.at("key");
    CHECK(app.ask(make_request(Method::get, "/api/v1/memory", secret)).status == 403);
    CHECK(
        body_of(post("update", {{"keyId", id}, {"expiresIn", nullptr}})).at("expiresAt").is_null());
}

TEST_CASE_FIXTURE(KeyAdministration, "a deleted key is gone for clients, and its record stays")
{
    const auto made = body_of(post("create", {{"name", "ci"}}));
    const std::string id = made.at("id");

    CHECK(post("delete", {{"keyId", id}}).body == R"({"success":true})");

    const std::string secret = made.at("key");
    CHECK(app.ask(make_request(Method::get, "/api/v1/memory", secret)).status == 403);
    CHECK(get("get?id=" + id).status == 404);
    CHECK(post("delete", {{"keyId", id}}).status == 404);
    CHECK(post("update", {{"keyId", id}, {"name", "x"}}).status == 404);
    CHECK(body_of(get("list")).at("total") == 0);
    CHECK(body_of(get("list?includeRevoked=true")).at("apiKeys").at(0).at("status") == "revoked");
    CHECK(app.find_key(id).revoked_at.has_value());
}

TEST_CASE_FIXTURE(KeyAdministration, "keys are listed in pages, and sorted as asked")
{
    for (const char* name : {"b", "c", "a"}) {
        create(name);
    }
    const auto names = [&](const std::string& query) {
        std::string all;
        const auto body = body_of(get("list" + query));
        for (const auto& key : body.at("apiKeys")) {
            all += key.at("name");
        }
        return all;
    };

    CHECK(names("") == "bca");
    CHECK(names("?sortBy=name") == "abc");
    CHECK(names("?sortBy=name&sortDirection=desc") == "cba");
    CHECK(names("?sortBy=name&limit=1&offset=1") == "b");
    CHECK(names("?sortDirection=desc") == "acb");
    CHECK(names("?sortDirection=desc&limit=1&offset=1") == "c");
    CHECK(names("?sortBy=enabled") == "bca");
    CHECK(names("?sortBy=enabled&sortDirection=desc") == "acb");
    CHECK(names("?offset=7").empty());
    CHECK(names("?sortBy=name&offset=7").empty());
    CHECK(names("?limit=0").empty());
    const auto page = body_of(get("list?limit=2&offset=1"));
    CHECK(page.at("total") == 3);
    CHECK(page.at("limit") == 2);
    CHECK(page.at("offset") == 1);
    CHECK_FALSE(body_of(get("list")).contains("limit"));
}

TEST_CASE_FIXTURE(KeyAdministration, "a listing that cannot be made is refused with the reason")
{
    for (const char* query : {"?limit=x",
                              "?limit=-1",
                              "?limit=1.5",
                              "?offset=-1",
                              "?sortBy=nope",
                              "?sortBy=permissions",
                              "?sortDirection=up",
                              "?includeRevoked=maybe"}) {
        CAPTURE(query);
        const Reply reply = get(std::string{"list"} + query);
        CHECK(reply.status == 400);
        CHECK(code_of(reply) == "VALIDATION_ERROR");
    }
}

TEST_CASE_FIXTURE(KeyAdministration, "wrong input gets the plugin's codes, and makes no key")
{
    const auto create_code = [&](const json& body) {
        return code_of(post("create", body));
    };

    CHECK(create_code({}) == "VALIDATION_ERROR");
    CHECK(create_code(json::object()) == "NAME_REQUIRED");
    CHECK(create_code({{"name", ""}}) == "NAME_REQUIRED");
    CHECK(create_code({{"name", std::string(33, 'x')}}) == "INVALID_NAME_LENGTH");
    CHECK(create_code({{"name", 5}}) == "VALIDATION_ERROR");
    CHECK(create_code({{"name", "a"}, {"expiresIn", 1}}) == "EXPIRES_IN_IS_TOO_SMALL");
    CHECK(create_code({{"name", "a"}, {"expiresIn", 0}}) == "VALIDATION_ERROR");
    CHECK(create_code({{"name", "a"}, {"expiresIn", 1.5}}) == "VALIDATION_ERROR");
    CHECK(create_code({{"name", "a"}, {"expiresIn", 86'400 * 366}}) == "EXPIRES_IN_IS_TOO_LARGE");
    CHECK(create_code({{"name", "a"}, {"expiresIn", 9'000'000'000'000'000'000}}) ==
          "EXPIRES_IN_IS_TOO_LARGE");
    CHECK(create_code({{"name", "a"}, {"prefix", "m y"}}) == "VALIDATION_ERROR");
    CHECK(create_code({{"name", "a"}, {"prefix", std::string(33, 'x')}}) ==
          "INVALID_PREFIX_LENGTH");
    CHECK(create_code({{"name", "a"}, {"metadata", "x"}}) == "INVALID_METADATA_TYPE");
    CHECK(create_code({{"name", "a"}, {"metadata", {1}}}) == "INVALID_METADATA_TYPE");
    CHECK(create_code({{"name", "a"}, {"userId", "someone"}}) == "UNAUTHORIZED_SESSION");
    CHECK(body_of(get("list")).at("total") == 0);
}

TEST_CASE_FIXTURE(KeyAdministration,
                  "an update of nothing, and one of what is wrong, change nothing")
{
    const std::string id = create("ci");
    const auto update_code = [&](json body) {
        body["keyId"] = id;
        return code_of(post("update", body));
    };

    CHECK(code_of(post("update", json::object())) == "VALIDATION_ERROR");
    CHECK(update_code(json::object()) == "NO_VALUES_TO_UPDATE");
    CHECK(update_code({{"name", ""}}) == "INVALID_NAME_LENGTH");
    CHECK(update_code({{"enabled", "x"}}) == "VALIDATION_ERROR");
    CHECK(update_code({{"expiresIn", 5}}) == "EXPIRES_IN_IS_TOO_SMALL");
    CHECK(update_code({{"name", "y"}, {"userId", "someone"}}) == "UNAUTHORIZED_SESSION");
    CHECK(app.find_key(id).name == "ci");
}

TEST_CASE_FIXTURE(KeyAdministration, "a store that fails is told to the log, and to nobody else")
{
    Request request = make_post("/api/auth/api-key/create", R"({"name":"ci"})");
    request.cookie = ann;
    request.host = "localhost";
    request.origin = "http://localhost";
    const ExchangePtr exchange = test::make_exchange(std::move(request));
    app.application.tick({&exchange, 1});
    REQUIRE(exchange->state == Exchange::State::deferred);

    app.store.script.fail_begin = true;
    std::exchange(exchange->work, nullptr)();
    app.store.script.fail_begin = false;
    exchange->state = Exchange::State::waiting;
    app.application.tick({&exchange, 1});

    CHECK(exchange->reply.status == 503);
    CHECK(exchange->reply.body ==
          R"({"message":"Service Unavailable","code":"SERVICE_UNAVAILABLE"})");
    CHECK(exchange->failure == "the store is locked");
}

}  // namespace azen::server
