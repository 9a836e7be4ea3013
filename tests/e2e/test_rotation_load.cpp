/// Clients that are at work while their key is rotated under them.

#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/guarded.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// The newest secret of a key, where its clients can find it.
class Noticeboard {
public:
    explicit Noticeboard(const std::string& secret) { *secret_.lock() = secret; }

    void put_up(const std::string& secret)
    {
        *secret_.lock() = secret;
        ++version_;
    }
    std::string secret() { return *secret_.lock(); }
    int version() const { return version_; }

private:
    Guarded<std::string> secret_;
    std::atomic<int> version_{0};
};

/// Sends one request after the other, and takes a new secret up whenever it likes.
class Client {
public:
    Client(std::uint16_t port, Noticeboard& board, unsigned seed)
        : connection_{HttpConnection::to_port(port)}, board_{board}, random_{seed}
    {}

    void run(const std::atomic<bool>& stop)
    {
        while (!stop) {
            if (version_ != board_.version() && --patience_ <= 0) {
                version_ = board_.version();
                secret_ = board_.secret();
                patience_ = std::uniform_int_distribution<int>{0, 60}(random_);
            }
            connection_.send(verify(secret_).to_string());
            const int status = connection_.receive().value_or(HttpResponse{}).status;
            ++(status == 200 ? accepted_ : refused_);
        }
    }

    int version() const { return version_; }
    int accepted() const { return accepted_; }
    int refused() const { return refused_; }

private:
    HttpConnection connection_;
    Noticeboard& board_;
    std::mt19937 random_;
    std::string secret_ = board_.secret();
    int patience_ = 0;
    std::atomic<int> version_{0};
    std::atomic<int> accepted_{0};
    std::atomic<int> refused_{0};
};

/// Sets `flag` when the scope is left, however that is.
struct AtEnd {
    explicit AtEnd(std::atomic<bool>& chosen) : flag{chosen} {}
    ~AtEnd() { flag = true; }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;
    std::atomic<bool>& flag;
};

using Clients = std::vector<std::unique_ptr<Client>>;

bool all_have(const Clients& clients, int version)
{
    return eventually(
        [&] {
            return std::ranges::all_of(clients,
                                       [&](const auto& c) { return c->version() == version; });
        },
        std::chrono::seconds{60});
}

std::string rotated(Installation& machine, const Words& options)
{
    Words words{"keys", "rotate", "busy", "--grace", "1h"};
    words.insert(words.end(), options.begin(), options.end());
    const Outcome outcome = machine.azen(words);
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    return outcome.out.substr(0, outcome.out.find('\n'));
}

}  // namespace

TEST_SUITE_BEGIN("rotation-load");

TEST_CASE("clients that switch secrets at any moment of the grace see no refused request")
{
    constexpr int rotations = 12;
    Installation machine;
    Noticeboard board{machine.create_key({"busy", "--rate", "none"})};
    const RunningServer server{machine, {"--no-access-log"}};
    Clients clients;
    for (unsigned seed = 0; seed < 6; ++seed) {
        clients.push_back(std::make_unique<Client>(server.port(), board, seed));
    }

    {
        std::atomic<bool> stop{false};
        std::vector<std::jthread> threads;
        const AtEnd end{stop};
        for (const auto& client : clients) {
            threads.emplace_back([&client, &stop] { client->run(stop); });
        }
        for (int version = 1; version <= rotations; ++version) {
            const bool at_once = version % 2 == 0;
            board.put_up(rotated(machine, at_once ? Words{"--start-grace", "now"} : Words{}));
            CHECK(all_have(clients, version));
            if (version % 3 == 0) {
                CHECK(machine.azen({"keys", "rotate", "busy", "--finish", "--yes"}).status == 0);
            }
        }
    }

    int accepted = 0;
    for (const auto& client : clients) {
        CHECK(client->refused() == 0);
        accepted += client->accepted();
    }
    CHECK(machine.key_field("busy", "requestCount") == std::to_string(accepted));
}

TEST_SUITE_END();

}  // namespace azen::test
