#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "server/app/app_fixture.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::body_of;
using test::create_memory;
using test::make_post;
using test::make_request;

nlohmann::ordered_json usage(AppFixture& app, std::string_view secret, std::string_view query = {})
{
    const std::string target = "/api/v1/usage?" + std::string{query};
    const Reply reply = app.ask(make_request(Method::get, target, secret));
    CHECK(reply.status == 200);
    return body_of(reply);
}

std::vector<std::string> names(const nlohmann::ordered_json& object)
{
    std::vector<std::string> found;
    for (const auto& [name, value] : object.items()) {
        found.push_back(name);
    }
    return found;
}

}  // namespace

TEST_CASE("usage has its members in the contract's order and thirty days, also when all is zero")
{
    AppFixture app;

    const auto report = usage(app, app.issue().secret);

    using Names = std::vector<std::string>;
    CHECK(names(report) == Names{"range", "labels", "series", "summary"});
    CHECK(names(report.at("series")) ==
          Names{"memory_create", "memory_search", "total", "success", "error"});
    CHECK(names(report.at("summary")) ==
          Names{"total_requests", "success_count", "error_count", "memory_count", "search_count"});
    for (const auto& [name, values] : report.at("series").items()) {
        CAPTURE(name);
        CHECK(values == std::vector<int>(30));
    }
}

TEST_CASE("the days end with today, in UTC")
{
    AppFixture app;

    const auto report = usage(app, app.issue().secret);

    CHECK(report.at("range").dump() == R"({"start":"2025-12-17","end":"2026-01-15"})");
    CHECK(report.at("labels").size() == 30);
    CHECK(report.at("labels").front() == "2025-12-17");
    CHECK(report.at("labels").back() == "2026-01-15");
}

TEST_CASE("each request is counted on its day and in its group")
{
    AppFixture app;
    const std::string secret = app.issue().secret;
    create_memory(app, secret, "a");
    app.clock.advance(std::chrono::days{1});
    create_memory(app, secret, "b");
    app.ask(make_post("/api/v1/memory/search", R"({"query":"a"})", secret));
    app.ask(make_post("/api/v1/memory", "{", secret));

    const auto report = usage(app, secret);

    const auto& series = report.at("series");
    CHECK(series.at("memory_create")[28] == 1);
    CHECK(series.at("memory_create")[29] == 2);
    CHECK(series.at("memory_search")[29] == 1);
    CHECK(series.at("total")[29] == 3);
    CHECK(series.at("success")[29] == 2);
    CHECK(series.at("error")[29] == 1);
    CHECK(report.at("summary").dump() == R"({"total_requests":4,"success_count":3,"error_count":1,)"
                                         R"("memory_count":2,"search_count":1})");
}

TEST_CASE("usage is the organization's, and apiKeyId narrows it to one key")
{
    AppFixture app;
    const auto one = app.issue({.name = "one"});
    const auto two = app.issue({.name = "two"});
    create_memory(app, one.secret, "a");
    create_memory(app, two.secret, "b");
    create_memory(app, two.secret, "c");
    const auto total = [&](const std::string& query) -> int {
        return usage(app, one.secret, query).at("summary").at("total_requests");
    };

    CHECK(total("") == 3);
    CHECK(total("apiKeyId=" + one.key.id) == 1);
    CHECK(total("apiKeyId=" + two.key.id) == 2);
    CHECK(total("apiKeyId=no-such-key") == 0);
    CHECK(total("apiKeyId=") == 0);
}

TEST_CASE("another organization's use is not visible, also not by its key's id")
{
    AppFixture app;
    const auto ours = app.issue({.name = "a", .organization = "acme"});
    const auto theirs = app.issue({.name = "b", .organization = "other"});
    create_memory(app, ours.secret, "a");

    CHECK(usage(app, theirs.secret).at("summary").at("total_requests") == 0);
    CHECK(usage(app, theirs.secret, "apiKeyId=" + ours.key.id).at("summary").at("total_requests") ==
          0);
}

}  // namespace azen::server
