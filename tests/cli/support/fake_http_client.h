#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/http_client.h"
#include "core/base/guarded.h"

namespace azen::test {

/// A server that is a function, for any number of clients on any number of threads. Remembers what
/// it was sent, in the order in which it came. Outlives its clients.
class FakeServer {
public:
    using Answer = std::function<Result<cli::HttpResponse>(const cli::HttpRequest& request)>;

    /// `answer` is called by one thread at a time.
    explicit FakeServer(Answer answer) : state_{State{.answer = std::move(answer), .requests = {}}}
    {}

    std::vector<std::unique_ptr<cli::HttpClient>> clients(std::size_t count)
    {
        std::vector<std::unique_ptr<cli::HttpClient>> made;
        for (std::size_t index = 0; index < count; ++index) {
            made.push_back(std::make_unique<Client>(*this));
        }
        return made;
    }

    std::vector<cli::HttpRequest> requests() { return state_.lock()->requests; }

private:
    struct State {
        Answer answer;
        std::vector<cli::HttpRequest> requests;
    };

    struct Client final : cli::HttpClient {
        explicit Client(FakeServer& owner) : server{owner} {}

        Result<cli::HttpResponse> send(const cli::HttpRequest& request) override
        {
            const auto state = server.state_.lock();
            state->requests.push_back(request);
            return state->answer(request);
        }

        FakeServer& server;
    };

    Guarded<State> state_;
};

}  // namespace azen::test
