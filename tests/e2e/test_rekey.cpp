/// Another master key, beside a running server, killed and begun anew: no memory is ever out of
/// reach, and in the end none is under the old key.

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/crash_scene.h"

namespace azen::test {

namespace {

namespace fs = std::filesystem;

/// A server with so many memories that sealing them anew takes several batches.
struct Sealed {
    static constexpr int memories = 450;

    Installation machine;
    RunningServer server{machine};
    std::string key = machine.create_key({"reader", "--rate", "none"});
    std::vector<std::string> ids;

    Sealed()
    {
        HttpConnection connection = server.connect();
        for (int i = 0; i < memories; ++i) {
            const std::string number = std::to_string(i);
            connection.send(create_memory(key,
                                          R"({"text":"memory )" + number + R"(","dedupKey":"key-)" +
                                              number + R"("})")
                                .to_string());
            ids.push_back(json_at(connection.receive().value().body, "/memoryId"));
        }
    }

    std::string query(const std::string& sql)
    {
        return machine.run({"sqlite3", machine.store().string(), sql}).out;
    }
    std::string keys_in_use() { return query("SELECT count(DISTINCT master_key) FROM memories;"); }
};

/// How many of the memories a server reads as they were written.
int count_readable(const Sealed& sealed, const RunningServer& server)
{
    int readable = 0;
    HttpConnection connection = server.connect();
    for (std::size_t i = 0; i < sealed.ids.size(); ++i) {
        const RequestText request{.target = "/api/v1/memory/" + sealed.ids[i],
                                  .key = sealed.key,
                                  .body = {},
                                  .headers = {}};
        connection.send(request.to_string());
        const auto read = connection.receive().value_or(HttpResponse{});
        readable += json_at(read.body, "/memory/content") == "memory " + std::to_string(i) ? 1 : 0;
    }
    return readable;
}

/// A client that never stops asking while memories are sealed anew.
class Asking {
public:
    explicit Asking(const Sealed& sealed)
        : thread_{[this, &sealed](const std::stop_token& stop) {
              HttpConnection connection = sealed.server.connect();
              for (std::size_t i = 0; !stop.stop_requested(); i = (i + 1) % sealed.ids.size()) {
                  const RequestText again = create_memory(
                      sealed.key,
                      R"({"text":"again","dedupKey":"key-)" + std::to_string(i) + R"("})");
                  connection.send(again.to_string());
                  const auto response = connection.receive().value_or(HttpResponse{});
                  const bool is_known = response.status == 200 &&
                                        json_at(response.body, "/memoryId") == sealed.ids[i];
                  (is_known ? known_ : strange_) += 1;
              }
          }}
    {}

    int known() const { return known_; }
    int strange() const { return strange_; }

private:
    std::atomic<int> known_{0};
    std::atomic<int> strange_{0};
    std::jthread thread_;
};

}  // namespace

TEST_SUITE_BEGIN("rekey");

TEST_CASE_FIXTURE(Sealed, "killed at any moment and begun anew, while a server answers all along")
{
    std::mt19937 random{42};
    const Asking asking{*this};
    int deaths = 0;
    for (int round = 0; round < 12; ++round) {
        Process rekey = machine.start({AZEN_BINARY, "store", "rekey"});
        const std::chrono::milliseconds delay{std::uniform_int_distribution<int>{5, 150}(random)};
        std::this_thread::sleep_for(delay);  // the moment of death, not a wait for anything
        rekey.signal(SIGKILL);
        deaths += rekey.wait(std::chrono::seconds{60}) == killed ? 1 : 0;
    }
    CHECK(count_readable(*this, server) == memories);

    const Outcome last = machine.azen({"store", "rekey", "--drop-old"});
    CHECK_MESSAGE(last.status == 0, last.err);

    CHECK(deaths > 0);
    CHECK(keys_in_use() == "1\n");
    CHECK(count_readable(*this, server) == memories);
    CHECK(asking.known() > 0);
    CHECK(asking.strange() == 0);
    CHECK(machine.azen({"store", "check"}).status == 0);
    CHECK(is_sound(machine));
}

TEST_CASE_FIXTURE(Sealed,
                  "after it a server that starts anew reads all, and so does one that ran on")
{
    REQUIRE(machine.azen({"store", "rekey", "--drop-old"}).status == 0);

    const RunningServer other{machine};

    CHECK(count_readable(*this, other) == memories);
    CHECK(count_readable(*this, server) == memories);
    CHECK(keys_in_use() == "1\n");
    CHECK(other.request(create_memory(key, R"({"text":"x","dedupKey":"key-7"})")).status == 200);
    CHECK(other.request(create_memory(key, R"({"text":"x","dedupKey":"new"})")).status == 201);
    CHECK(server.request(create_memory(key, R"({"text":"x","dedupKey":"new"})")).status == 200);
}

TEST_CASE_FIXTURE(Sealed, "two that are started at once are one")
{
    Process one = machine.start({AZEN_BINARY, "store", "rekey"});
    Process other = machine.start({AZEN_BINARY, "store", "rekey"});

    CHECK(one.wait(std::chrono::seconds{60}) == 0);
    CHECK(other.wait(std::chrono::seconds{60}) == 0);

    CHECK(keys_in_use() == "1\n");
    CHECK(count_readable(*this, server) == memories);
    CHECK(machine.azen({"store", "check"}).status == 0);
}

TEST_CASE("killed at each of its writes, it loses nothing and can be finished")
{
    Installation original;
    {
        const std::string key = original.create_key({"writer"});
        RunningServer server{original};
        REQUIRE(server.request(create_memory(key, R"({"text":"a","dedupKey":"b"})")).status == 201);
        REQUIRE(server.stop() == 0);
    }
    int number = 1;
    for (;; ++number) {
        CAPTURE(number);
        REQUIRE(number < most_writes);
        Installation machine;
        fs::create_directories(machine.directory().parent_path());
        fs::copy(original.directory(), machine.directory(), fs::copy_options::recursive);
        const Outcome outcome = run_doomed(machine, {"store", "rekey"}, "torn", number);
        CHECK(machine.azen({"store", "check"}).status == 0);
        if (outcome.status != killed) {
            CHECK(outcome.status == 0);
            break;
        }
        CHECK(machine.azen({"store", "rekey", "--drop-old"}).status == 0);
        CHECK(machine.azen({"store", "check"}).status == 0);
    }
    CHECK(number > 10);
}

TEST_SUITE_END();

}  // namespace azen::test
