/// kill -9 under load: what was answered is true afterwards.

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/crash_scene.h"

namespace azen::test {

namespace {

using std::chrono::milliseconds;

/// What one client has sent, and what it was told about it.
struct Experience {
    int sent = 0;
    int accepted = 0;
    std::vector<std::pair<std::string, std::string>> memories;  // id and text, acknowledged
    std::vector<std::string> deleted;                           // ids, acknowledged

    void add(const Experience& other)
    {
        sent += other.sent;
        accepted += other.accepted;
        memories.insert(memories.end(), other.memories.begin(), other.memories.end());
        deleted.insert(deleted.end(), other.deleted.begin(), other.deleted.end());
    }
};

/// Stores, searches and deletes memories and verifies its key in turn, until the server is gone.
class Client {
public:
    Client(std::uint16_t port, std::string key, int number)
        : connection_{HttpConnection::to_port(port)}, key_{std::move(key)}, number_{number}
    {}

    Experience live()
    {
        while (take_turn()) {
        }
        return std::move(experience_);
    }

private:
    bool take_turn()
    {
        switch (experience_.sent % 5) {
            case 0:
            case 1: return remember();
            case 2: return ask(verify(key_)).has_value();
            case 3: return ask(search()).has_value();
            default: return experience_.memories.empty() || forget();
        }
    }

    std::optional<HttpResponse> ask(const RequestText& request)
    {
        ++experience_.sent;
        connection_.send(request.to_string());
        auto response = connection_.receive();
        experience_.accepted += response ? 1 : 0;
        return response;
    }

    bool remember()
    {
        const std::string text =
            "client " + std::to_string(number_) + " says " + std::to_string(experience_.sent);
        const auto response = ask(create_memory(key_, R"({"text":")" + text + R"("})"));
        if (response) {
            experience_.memories.emplace_back(json_at(response->body, "/memoryId"), text);
        }
        return response.has_value();
    }

    // Whether it is there is not known when no answer comes.
    bool forget()
    {
        const std::string id = experience_.memories.front().first;
        experience_.memories.erase(experience_.memories.begin());
        const auto response = ask({.method = "DELETE",
                                   .target = "/api/v1/memory/" + id,
                                   .key = key_,
                                   .body = {},
                                   .headers = {}});
        if (response) {
            experience_.deleted.push_back(id);
        }
        return response.has_value();
    }

    RequestText search() const
    {
        RequestText request = create_memory(key_, R"({"query":"client says","topK":3})");
        request.target = "/api/v1/memory/search";
        return request;
    }

    HttpConnection connection_;
    std::string key_;
    int number_;
    Experience experience_;
};

/// Four clients at work, and the server killed in the midst of it.
Experience kill_under_load(RunningServer& server, const std::string& key, milliseconds after)
{
    constexpr int clients = 4;
    std::vector<Experience> experiences(clients);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < clients; ++i) {
            threads.emplace_back([&, i] {
                experiences[static_cast<std::size_t>(i)] = Client{server.port(), key, i}.live();
            });
        }
        std::this_thread::sleep_for(after);  // the load itself
        server.kill();
    }
    Experience all;
    for (const Experience& one : experiences) {
        all.add(one);
    }
    return all;
}

/// Whether all that was acknowledged is so.
void check_memories(const RunningServer& server,
                    const std::string& key,
                    const Experience& experience)
{
    HttpConnection connection = server.connect();
    const auto read = [&](const std::string& id) {
        const RequestText request{
            .target = "/api/v1/memory/" + id, .key = key, .body = {}, .headers = {}};
        connection.send(request.to_string());
        return connection.receive().value_or(HttpResponse{});
    };
    const auto is_intact = [&](const auto& memory) {
        return json_at(read(memory.first).body, "/memory/content") == memory.second;
    };
    CHECK(std::ranges::all_of(experience.memories, is_intact));
    CHECK(std::ranges::all_of(experience.deleted,
                              [&](const std::string& id) { return read(id).status == 404; }));
}

}  // namespace

TEST_SUITE_BEGIN("crash");

TEST_CASE("after kill -9 under load every acknowledged request is counted, every memory readable")
{
    constexpr int usual_rounds = 4;
    const int rounds = crash_runs(usual_rounds);
    std::mt19937 random{std::random_device{}()};
    std::uniform_int_distribution<int> length{10, 300};
    Installation machine;
    const std::string key = machine.create_key({"loaded", "--rate", "none"});
    const std::string reader = machine.create_key({"reader", "--rate", "none"});
    Experience all;
    Experience last;

    for (int round = 0; round < rounds; ++round) {
        RunningServer server{machine};
        check_memories(server, reader, last);
        last = kill_under_load(server, key, milliseconds{length(random)});
        all.add(last);

        const int counted = std::stoi(machine.key_field("loaded", "requestCount"));
        REQUIRE(counted >= all.accepted);
        REQUIRE(counted <= all.sent);
        REQUIRE(is_sound(machine));
    }

    const RunningServer server{machine};
    check_memories(server, reader, last);
    CHECK(all.accepted > 0);
    MESSAGE("killed " << rounds << " times; " << all.accepted << " requests, "
                      << all.memories.size() + all.deleted.size() << " memories acknowledged");
}

TEST_CASE("usage survives kill -9 as well as the counts of keys do")
{
    Installation machine;
    const std::string key = machine.create_key({"loaded", "--rate", "none"});
    RunningServer server{machine};
    const Experience experience = kill_under_load(server, key, milliseconds{300});

    const RunningServer again{machine};
    const HttpResponse usage =
        again.request({.target = "/api/v1/usage", .key = key, .body = {}, .headers = {}});

    const auto created = static_cast<int>(experience.memories.size() + experience.deleted.size());
    const int memories = std::stoi(json_at(usage.body, "/summary/memory_count"));
    CHECK(memories >= created);
    CHECK(memories <= experience.sent);
}

TEST_SUITE_END();

}  // namespace azen::test
