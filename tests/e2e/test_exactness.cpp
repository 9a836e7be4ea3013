/// The promise that keys are worth having for: never one request too many, and none forgotten.

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/clients.h"
#include "e2e/installation.h"

namespace azen::test {

namespace {

using Counts = std::map<int, int>;

/// A limit that gives nothing back while a test runs.
const Words sixty_a_day{"limited", "--rate", "60/d"};
const Words hundred_in_all{"counted", "--rate", "none", "--quota", "100"};

}  // namespace

TEST_SUITE_BEGIN("exactness");

TEST_CASE("of 200 parallel requests a limit of 60 lets exactly 60 pass")
{
    Installation machine;
    const RunningServer server{machine};
    const std::string key = machine.create_key(sixty_a_day);

    const Counts counts = send_at_once({.ports = {server.port()},
                                        .request = verify(key).to_string(),
                                        .requests = 200,
                                        .connections = 200});

    CHECK(counts == Counts{{200, 60}, {429, 140}});
    CHECK(machine.key_field("limited", "requestCount") == "60");
}

TEST_CASE("several I/O threads share one limit")
{
    Installation machine;
    const RunningServer server{machine, {"--threads", "3"}};
    const std::string key = machine.create_key(sixty_a_day);

    const Counts counts = send_at_once({.ports = {server.port()},
                                        .request = verify(key).to_string(),
                                        .requests = 200,
                                        .connections = 200});

    CHECK(counts == Counts{{200, 60}, {429, 140}});
}

TEST_CASE("two servers on one store share one limit")
{
    Installation machine;
    const RunningServer one{machine};
    const RunningServer two{machine};
    const std::string key = machine.create_key(sixty_a_day);

    const Counts counts = send_at_once({.ports = {one.port(), two.port()},
                                        .request = verify(key).to_string(),
                                        .requests = 200,
                                        .connections = 200});

    CHECK(counts == Counts{{200, 60}, {429, 140}});
    CHECK(machine.key_field("limited", "requestCount") == "60");
}

TEST_CASE("a quota of 100 is spent exactly, by two servers and a command line together")
{
    Installation machine;
    const RunningServer one{machine};
    const RunningServer two{machine};
    const std::string key = machine.create_key(hundred_in_all);
    const Call with_key{.environment = {"AZEN_API_KEY=" + key}, .input = {}};

    const Outcome by_hand = machine.azen({"keys", "verify"}, with_key);
    const Counts counts = send_at_once({.ports = {one.port(), two.port()},
                                        .request = verify(key).to_string(),
                                        .requests = 200,
                                        .connections = 200});
    const Outcome too_late = machine.azen({"keys", "verify"}, with_key);

    CHECK(by_hand.status == 0);
    CHECK(counts == Counts{{200, 99}, {429, 101}});
    CHECK(too_late.status == 6);
    CHECK(machine.key_field("counted", "requestCount") == "100");
    CHECK(machine.key_field("counted", "remaining") == "0");
}

TEST_CASE("a client that stays under its rate is never refused")
{
    Installation machine;
    const RunningServer server{machine};
    const std::string key = machine.create_key({"steady", "--rate", "5/2s"});
    HttpConnection connection = server.connect();
    int accepted = 0;

    // A counter that starts anew with the last accepted request refuses ten of these.
    auto next = std::chrono::steady_clock::now();
    for (int i = 0; i < 25; ++i) {
        connection.send(verify(key).to_string());
        accepted += connection.receive().value_or(HttpResponse{}).status == 200 ? 1 : 0;
        next += std::chrono::milliseconds{500};
        std::this_thread::sleep_until(next);
    }

    CHECK(accepted == 25);
}

TEST_CASE("a refused client that waits as long as it is told to passes")
{
    Installation machine;
    const RunningServer server{machine};
    const std::string key = machine.create_key({"told", "--rate", "1/2s"});
    CHECK(server.request(verify(key)).status == 200);

    const HttpResponse refused = server.request(verify(key));
    std::this_thread::sleep_for(std::chrono::seconds{std::stoi(refused.header("Retry-After"))});

    CHECK(refused.status == 429);
    CHECK(server.request(verify(key)).status == 200);
}

TEST_CASE("a key disabled by another process is refused on the very next request")
{
    Served served;
    HttpConnection connection = served.server.connect();
    const std::string request = verify(served.key).to_string();

    for (int round = 0; round < 5; ++round) {
        connection.send(request);
        CHECK(connection.receive().value_or(HttpResponse{}).status == 200);

        REQUIRE(served.machine.azen({"keys", "disable", "test"}).status == 0);
        connection.send(request);
        CHECK(connection.receive().value_or(HttpResponse{}).status == 403);

        REQUIRE(served.machine.azen({"keys", "enable", "test"}).status == 0);
    }
}

TEST_CASE("every change by another process holds from the next request on")
{
    Served served;
    HttpConnection connection = served.server.connect();
    const auto answer = [&] {
        connection.send(verify(served.key).to_string());
        return connection.receive().value_or(HttpResponse{});
    };
    const auto change = [&](const Words& words) {
        REQUIRE(served.machine.azen(words).status == 0);
    };
    CHECK(answer().status == 200);

    change({"keys", "limit", "test", "--rate", "7/d"});
    CHECK(answer().header("RateLimit") == R"("rate";r=6)");
    change({"keys", "expire", "test", "now"});
    CHECK(answer().status == 403);
    change({"keys", "expire", "test", "never"});
    CHECK(answer().status == 200);
    change({"keys", "delete", "test", "--yes"});
    CHECK(answer().status == 403);
}

TEST_CASE("changes that several administrators make to a key at once are all kept")
{
    Installation machine;
    machine.create_key({"ci", "--permissions", "a.all", "--quota", "1", "--refill", "1/d"});
    std::vector<Process> administrators;
    const auto change = [&](Words words) {
        words.insert(words.begin(), {AZEN_BINARY, "keys"});
        administrators.push_back(machine.start(words));
    };

    for (const std::string number : {"1", "2", "3", "4", "5", "6"}) {
        change({"permit", "ci", "--grant", "b." + number});
    }
    change({"permit", "ci", "--revoke", "a.all"});
    change({"limit", "ci", "--rate", "7/s"});
    change({"limit", "ci", "--quota", "700"});
    change({"limit", "ci", "--refill", "70/h"});
    for (Process& administrator : administrators) {
        CHECK(administrator.wait(std::chrono::seconds{30}) == 0);
    }

    CHECK(machine.key_field("ci", "permissions") == R"({"b":["1","2","3","4","5","6"]})");
    CHECK(machine.key_field("ci", "rateLimitMax") == "7");
    CHECK(machine.key_field("ci", "remaining") == "700");
    CHECK(machine.key_field("ci", "refillAmount") == "70");
}

TEST_CASE("a restart gives no token back, whether it was polite or not")
{
    Installation machine;
    const std::string key = machine.create_key({"kept", "--rate", "4/d"});
    const auto spend_one = [&](RunningServer& server) {
        return server.request(verify(key)).status;
    };

    RunningServer first{machine};
    CHECK(spend_one(first) == 200);
    CHECK(first.stop() == 0);
    RunningServer second{machine};
    CHECK(spend_one(second) == 200);
    CHECK(spend_one(second) == 200);
    second.kill();
    RunningServer third{machine};
    CHECK(spend_one(third) == 200);
    CHECK(spend_one(third) == 429);

    CHECK(machine.key_field("kept", "requestCount") == "4");
}

TEST_SUITE_END();

}  // namespace azen::test
