#include "e2e/workload.h"

#include <algorithm>
#include <optional>

#include <doctest/doctest.h>

namespace azen::test {

namespace {

constexpr int unavailable_status = 503;
constexpr int first_error_status = 400;

RequestText memory_request(const std::string& method, const std::string& id, const std::string& key)
{
    return {
        .method = method, .target = "/api/v1/memory/" + id, .key = key, .body = {}, .headers = {}};
}

bool is_accepted(const std::optional<HttpResponse>& response)
{
    return response && response->status < first_error_status;
}

}  // namespace

/// One of them.
class WorkingClient {
public:
    WorkingClient(Workload& workload, std::uint16_t port, std::string key, std::size_t number)
        : workload_{workload},
          connection_{HttpConnection::to_port(port)},
          key_{std::move(key)},
          number_{number}
    {}

    Experience live(const std::stop_token& stop)
    {
        while (!stop.stop_requested() && take_turn()) {
        }
        return std::move(experience_);
    }

private:
    // Whether its server is still there.
    bool take_turn()
    {
        switch (experience_.sent % 5) {
            case 0:
            case 1: return remember();
            case 2: return ask(verify(key_)).has_value();
            case 3: return ask(search()).has_value();
            default: return forget();
        }
    }

    std::optional<HttpResponse> ask(const RequestText& request)
    {
        ++experience_.sent;
        connection_.send(request.to_string());
        auto response = connection_.receive();
        if (is_accepted(response)) {
            ++experience_.accepted;
            ++workload_.accepted_;
        } else if (response && response->status == unavailable_status) {
            ++experience_.unavailable;
            ++workload_.unavailable_;
        } else if (response) {
            ++experience_.wrong;
        }
        return response;
    }

    bool remember()
    {
        const std::string text =
            "client " + std::to_string(number_) + " says " + std::to_string(experience_.sent);
        const auto response = ask(create_memory(key_, R"({"text":")" + text + R"("})"));
        if (is_accepted(response)) {
            experience_.memories.emplace_back(json_at(response->body, "/memoryId"), text);
        }
        return response.has_value();
    }

    // Whether it is there is not known when no answer comes, or one that it could not be done.
    bool forget()
    {
        if (experience_.memories.empty()) {
            return ask(verify(key_)).has_value();
        }
        const std::string id = experience_.memories.front().first;
        experience_.memories.erase(experience_.memories.begin());
        const auto response = ask(memory_request("DELETE", id, key_));
        if (is_accepted(response)) {
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

    Workload& workload_;
    HttpConnection connection_;
    std::string key_;
    std::size_t number_;
    Experience experience_;
};

void Experience::add(const Experience& other)
{
    sent += other.sent;
    accepted += other.accepted;
    unavailable += other.unavailable;
    wrong += other.wrong;
    memories.insert(memories.end(), other.memories.begin(), other.memories.end());
    deleted.insert(deleted.end(), other.deleted.begin(), other.deleted.end());
}

Workload::Workload(const std::vector<std::uint16_t>& ports, const std::string& key)
{
    constexpr std::size_t clients = 4;
    experiences_.resize(clients);
    for (std::size_t i = 0; i < clients; ++i) {
        const std::uint16_t port = ports[i % ports.size()];
        threads_.emplace_back([this, i, port, key](const std::stop_token& stop) {
            experiences_[i] = WorkingClient{*this, port, key, i}.live(stop);
        });
    }
}

Experience Workload::end()
{
    threads_.clear();
    Experience all;
    for (const Experience& one : experiences_) {
        all.add(one);
    }
    return all;
}

void check_memories(const RunningServer& server,
                    const std::string& key,
                    const Experience& experience)
{
    HttpConnection connection = server.connect();
    const auto read = [&](const std::string& id) {
        connection.send(memory_request("GET", id, key).to_string());
        return connection.receive().value_or(HttpResponse{});
    };
    const auto is_intact = [&](const auto& memory) {
        return json_at(read(memory.first).body, "/memory/content") == memory.second;
    };
    CHECK(std::ranges::all_of(experience.memories, is_intact));
    CHECK(std::ranges::all_of(experience.deleted,
                              [&](const std::string& id) { return read(id).status == 404; }));
}

}  // namespace azen::test
