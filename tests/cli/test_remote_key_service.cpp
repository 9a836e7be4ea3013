#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/remote_key_service.h"
#include "cli/support/console.h"
#include "cli/support/fake_http_client.h"
#include "cli/support/live_server.h"
#include "cli/support/lossy_proxy.h"
#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"

namespace azen::cli {
namespace {

using test::must;

/// A server that answers all alike, and what it was asked.
struct Answered {
    Answered(int status, std::string body)
        : server{[status, body = std::move(body)](const HttpRequest&) -> Result<HttpResponse> {
              return HttpResponse{.status = status, .body = body, .request_id = "r-1"};
          }}
    {}

    RemoteKeyService service(Effect effect = Effect::real)
    {
        return {std::move(server.clients(1).front()), random, effect};
    }

    nlohmann::json asked() { return nlohmann::json::parse(server.requests().back().body); }

    test::FakeServer server;
    test::FakeRandom random;
};

ErrorKind kind_of(int status, const std::string& body)
{
    Answered answered{status, body};
    return answered.service().find("ci").error().kind;
}

}  // namespace

TEST_CASE("a refusal in the routes' own words reads as if the keys were here")
{
    Answered answered{
        404, R"({"message":"there is no key \"x\"","code":"KEY_NOT_FOUND","hint":"did you?"})"};

    const auto refused = answered.service().find("x");

    CHECK(refused.error().kind == ErrorKind::not_found);
    CHECK(refused.error().message == "there is no key \"x\"");
    CHECK(refused.error().hint == "did you?");
    CHECK(kind_of(400, R"({"message":"no","code":"KEY_STATE"})") == ErrorKind::conflict);
    CHECK(kind_of(400, R"({"message":"no","code":"VALIDATION_ERROR"})") == ErrorKind::invalid);
    CHECK(kind_of(401, R"({"message":"no","code":"UNAUTHORIZED"})") == ErrorKind::refused);
    CHECK(kind_of(403, R"({"message":"no","code":"INVALID_API_KEY"})") == ErrorKind::refused);
    CHECK(kind_of(429, R"({"message":"no","code":"RATE_LIMITED"})") == ErrorKind::rate_limited);
    CHECK(kind_of(503, "") == ErrorKind::internal);
}

TEST_CASE("what is no azen is told from a key that is not there")
{
    CHECK(kind_of(404, R"({"status":"not_found","message":"Not found","code":404})") ==
          ErrorKind::internal);
    CHECK(kind_of(200, "<html>") == ErrorKind::internal);
    CHECK(kind_of(200, R"({"id":5})") == ErrorKind::internal);
}

TEST_CASE("only what comes to the same when it is done twice is sent again")
{
    Answered answered{503, ""};
    RemoteKeyService service = answered.service();

    service.create({.name = "ci"});
    CHECK(answered.server.requests().back().resend == Resend::yes);
    CHECK_FALSE(answered.asked().at("idempotencyKey").get<std::string>().empty());
    service.begin("ci", {});
    CHECK(answered.server.requests().back().resend == Resend::yes);
    CHECK_FALSE(answered.asked().at("idempotencyKey").get<std::string>().empty());
    service.begin("ci", {.idempotency_key = "job-1"});
    CHECK(answered.asked().at("idempotencyKey") == "job-1");
    service.change("ci", {.enabled = false});
    CHECK(answered.server.requests().back().resend == Resend::yes);
    service.verify("az_secret", "");
    CHECK(answered.server.requests().back().resend == Resend::no);
    service.finish("ci");
    CHECK(answered.server.requests().back().resend == Resend::no);
}

TEST_CASE("secrets travel in bodies, never in paths")
{
    Answered answered{503, ""};
    RemoteKeyService service = answered.service();

    service.verify("az_secret", "memory.read");
    service.explain("az_secret", "", std::nullopt);

    for (const HttpRequest& request : answered.server.requests()) {
        CHECK(request.path == "/api/auth/api-key/verify");
        CHECK(test::contains(request.body, "az_secret"));
    }
}

TEST_CASE("a trial is the server's to undo")
{
    Answered answered{503, ""};
    RemoteKeyService service = answered.service(Effect::trial);

    service.revoke("ci");

    CHECK(answered.asked() == nlohmann::json{{"reference", "ci"}, {"dryRun", true}});
}

TEST_CASE("what no server allows is not even asked for")
{
    Answered answered{200, "{}"};
    RemoteKeyService service = answered.service();

    CHECK(service.create({.name = "ci", .user = "ann"}).error().kind == ErrorKind::invalid);
    CHECK(service.import_keys({}, {.organization = "acme"}).error().kind == ErrorKind::invalid);
    CHECK(answered.server.requests().empty());
}

TEST_CASE("a server that never comes to an end is not followed for ever")
{
    Answered answered{200, R"({"apiKeys":[],"next":0})"};

    const auto walked =
        answered.service().for_each([](const KeyRecord&) -> Result<void> { return {}; });

    CHECK(walked.has_value());
    CHECK(answered.server.requests().size() == 1);
}

TEST_CASE("a creation and a rotation whose answers are lost are repeated, and done once")
{
    test::Console console;
    SystemClock clock;
    SystemRandom random;
    const auto store = must(open_sqlite_store(console.store()));
    LocalKeyService local{*store, random, clock};
    const IssuedKey manager = must(local.create(
        {.name = "manager", .permissions = must(Permissions::parse("keys.read,keys.write"))}));
    const test::LiveServer server{console};
    const auto through = [&](const test::LossyProxy& proxy) {
        HttpClientOptions options{.base_url = must(parse_base_url(proxy.url())),
                                  .key = Secret{std::string{manager.secret.reveal()}},
                                  .session = {},
                                  .authorities = {},
                                  .retries = {}};
        auto client = must(HttpClient::create(std::move(options), random, [](milliseconds) {}));
        return RemoteKeyService{std::move(client), random, Effect::real};
    };

    const test::LossyProxy first{server.url(), 2};
    const IssuedKey made = must(through(first).create({.name = "ci"}));
    const test::LossyProxy second{server.url(), 1};
    const BegunRotation begun = must(through(second).begin("ci", {}));

    CHECK(first.lost() == 2);
    CHECK(second.lost() == 1);
    CHECK(must(local.list({.offset = 0, .limit = 10})).size() == 2);
    CHECK_FALSE(must(local.verify(made.secret.reveal(), "")).refusal.has_value());
    CHECK_FALSE(must(local.verify(begun.secret->reveal(), "")).refusal.has_value());
}

}  // namespace azen::cli
