#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/key/key_secret.h"
#include "server/edge/access_log.h"
#include "server/edge/log_file.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"

using namespace azen;
using namespace azen::server;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr std::chrono::steady_clock::time_point received{1h};

Exchange sample()
{
    Exchange exchange;
    exchange.request.method = Method::post;
    exchange.request.path = "/api/v1/memory";
    exchange.request.query = "page=2";
    exchange.request.client = "127.0.0.1";
    exchange.request.request_id = "id-1";
    exchange.request.user_agent = "curl/7";
    exchange.request.received = received;
    exchange.reply.status = 201;
    exchange.reply.body = "12345";
    exchange.key_id = "key-1";
    exchange.outcome = "accepted";
    exchange.route = "/api/v1/memory";
    return exchange;
}

// The line that an exchange leaves, as it is in the file.
std::string line_of(const Exchange& exchange)
{
    test::LogFile file;
    LogStream stream{file.descriptor()};
    AccessLog log{stream};
    log.set_time(test::FakeClock::default_start);
    log.add(exchange, received + 1234us);
    log.flush();
    REQUIRE(file.lines().size() == 1);
    return file.lines().front();
}

}  // namespace

TEST_CASE("a line of the access log tells what was asked, by whom, and what came of it")
{
    CHECK(line_of(sample()) ==
          R"({"time":"2026-01-15T10:30:00.000Z","requestId":"id-1","client":"127.0.0.1",)"
          R"("method":"POST","route":"/api/v1/memory","path":"/api/v1/memory","status":201,)"
          R"("durationMs":1.234,"outcome":"accepted","keyId":"key-1","userAgent":"curl/7",)"
          R"("bytes":5,"failure":null})");
}

TEST_CASE("what is not known is null")
{
    Exchange exchange = sample();
    exchange.key_id.clear();
    exchange.outcome = {};
    exchange.route = {};
    exchange.request.user_agent.clear();

    const json line = json::parse(line_of(exchange));

    for (const char* member : {"keyId", "outcome", "route", "userAgent", "failure"}) {
        CHECK_MESSAGE(line.at(member).is_null(), member);
    }
}

TEST_CASE("the query and the body are never logged")
{
    Exchange exchange = sample();
    exchange.request.query = "hidden-query";
    exchange.request.body = "hidden-body";
    exchange.request.api_key = "hidden-key";
    exchange.request.cookie = "hidden-cookie";
    exchange.reply.body = "hidden-reply";

    CHECK(line_of(exchange).find("hidden") == std::string::npos);
}

TEST_CASE("a secret in whatever a client sent is not logged")
{
    test::FakeRandom random;
    const Secret secret = key_secret::make("az_", random);
    Exchange exchange = sample();
    exchange.request.path = "/api/" + std::string{secret.reveal()};
    exchange.request.user_agent = "agent " + std::string{secret.reveal()};
    exchange.request.request_id = secret.reveal();

    const std::string line = line_of(exchange);

    CHECK(line.find(secret.reveal()) == std::string::npos);
    CHECK(json::parse(line)["path"] == "/api/[redacted]");
}

TEST_CASE("nothing that a client sends can break out of its line")
{
    Exchange exchange = sample();
    exchange.request.path = "/\"},{\"";
    exchange.request.user_agent = "a\\b\"\t\x80\xFF \xC3\xA4 {}";

    const json line = json::parse(line_of(exchange));

    CHECK(line["path"] == "/\"},{\"");
    CHECK(line["userAgent"].get<std::string>().starts_with("a\\b\"\t"));
    CHECK(line["status"] == 201);
}

TEST_CASE("lines wait for flush, and are written once")
{
    test::LogFile file;
    LogStream stream{file.descriptor()};
    AccessLog log{stream};
    log.add(sample(), received);
    log.add(sample(), received);
    CHECK(file.lines().empty());

    log.flush();
    log.flush();

    CHECK(file.lines().size() == 2);
}
