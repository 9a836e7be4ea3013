/// kill -9 under load: what was answered is true afterwards.

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// What one client has sent, and what it was told about it.
struct Experience {
    int sent = 0;
    int accepted = 0;
    std::vector<std::pair<std::string, std::string>> memories;  // id and text, acknowledged
};

/// Stores memories and verifies its key in turn, until the server is gone.
Experience live(std::uint16_t port, const std::string& key, int client)
{
    Experience experience;
    HttpConnection connection = HttpConnection::to_port(port);
    for (int i = 0;; ++i) {
        const std::string text = "client " + std::to_string(client) + " says " + std::to_string(i);
        const bool stores = i % 2 == 0;
        const RequestText request =
            stores ? create_memory(key, R"({"text":")" + text + R"("})") : verify(key);
        ++experience.sent;
        connection.send(request.to_string());
        const auto response = connection.receive();
        if (!response) {
            return experience;
        }
        ++experience.accepted;
        if (stores) {
            experience.memories.emplace_back(json_at(response->body, "/memoryId"), text);
        }
    }
}

/// Four clients at work, and the server killed in the midst of it.
Experience kill_under_load(RunningServer& server, const std::string& key)
{
    constexpr int clients = 4;
    std::vector<Experience> experiences(clients);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < clients; ++i) {
            threads.emplace_back(
                [&, i] { experiences[static_cast<std::size_t>(i)] = live(server.port(), key, i); });
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{400});  // the load itself
        server.kill();
    }
    Experience all;
    for (const Experience& one : experiences) {
        all.sent += one.sent;
        all.accepted += one.accepted;
        all.memories.insert(all.memories.end(), one.memories.begin(), one.memories.end());
    }
    return all;
}

int count_intact(const RunningServer& server, const std::string& key, const Experience& experience)
{
    int intact = 0;
    HttpConnection connection = server.connect();
    for (const auto& [id, text] : experience.memories) {
        connection.send(RequestText{
            .target = "/api/v1/memory/" + id,
            .key = key,
            .body = {},
            .headers = {}}.to_string());
        const HttpResponse read = connection.receive().value_or(HttpResponse{});
        intact += json_at(read.body, "/memory/content") == text ? 1 : 0;
    }
    return intact;
}

}  // namespace

TEST_SUITE_BEGIN("crash");

TEST_CASE("after kill -9 under load every acknowledged request is counted, every memory readable")
{
    Installation machine;
    const std::string key = machine.create_key({"loaded", "--rate", "none"});
    int sent_before = 0;
    int accepted_before = 0;

    for (int round = 0; round < 3; ++round) {
        RunningServer server{machine};
        const Experience experience = kill_under_load(server, key);
        sent_before += experience.sent;
        accepted_before += experience.accepted;

        const int counted = std::stoi(machine.key_field("loaded", "requestCount"));
        CHECK(experience.accepted > 0);
        CHECK(counted >= accepted_before);
        CHECK(counted <= sent_before);

        const RunningServer again{machine};
        const std::string reader =
            machine.create_key({"reader-" + std::to_string(round), "--rate", "none"});
        CHECK(count_intact(again, reader, experience) ==
              static_cast<int>(experience.memories.size()));
    }

    const Outcome check =
        machine.run({"sqlite3", machine.store().string(), "PRAGMA integrity_check;"});
    CHECK(check.out == "ok\n");
}

TEST_CASE("usage survives kill -9 as well as the counts of keys do")
{
    Installation machine;
    const std::string key = machine.create_key({"loaded", "--rate", "none"});
    RunningServer server{machine};
    const Experience experience = kill_under_load(server, key);

    const RunningServer again{machine};
    const HttpResponse usage =
        again.request({.target = "/api/v1/usage", .key = key, .body = {}, .headers = {}});

    const int memories = std::stoi(json_at(usage.body, "/summary/memory_count"));
    CHECK(memories >= static_cast<int>(experience.memories.size()));
    CHECK(memories <= experience.sent);
}

TEST_SUITE_END();

}  // namespace azen::test
