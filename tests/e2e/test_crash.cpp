/// kill -9 under load: what was answered is true afterwards.

#include <random>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "e2e/administrator.h"
#include "e2e/crash_scene.h"
#include "e2e/workload.h"

namespace azen::test {

namespace {

using std::chrono::milliseconds;

constexpr int quota = 1'000'000'000;  // of the key that the clients use

/// Two servers on one store, those who use them, and what these were told.
class Scene {
public:
    /// Starts the servers anew, lets clients and the administrator work, and kills one server after
    /// the other in the midst of it.
    void kill_under_load()
    {
        RunningServer one{machine_};
        RunningServer two{machine_};
        const std::vector<std::uint16_t> ports{one.port(), two.port()};
        administrator_.sign_in_again(one);
        Workload clients{ports, key_};
        {
            const std::jthread administrating{[&](const std::stop_token& stop) {
                administrator_.work(ports, stop);
            }};
            std::this_thread::sleep_for(some_time());  // the load itself
            one.kill();
            std::this_thread::sleep_for(some_time());
            two.kill();
        }
        last_ = clients.end();
        all_.add(last_);
        administered_.add(administrator_.acknowledged());
    }

    /// Whether all that was acknowledged is so, at each of two new servers.
    void check()
    {
        const int counted = std::stoi(machine_.key_field("loaded", "requestCount"));
        REQUIRE(counted >= all_.accepted);
        REQUIRE(counted <= all_.sent);
        CHECK(std::stoi(machine_.key_field("loaded", "remaining")) == quota - counted);
        CHECK(all_.unavailable + all_.wrong == 0);
        REQUIRE(is_sound(machine_));
        const RunningServer one{machine_};
        const RunningServer two{machine_};
        for (const RunningServer* server : {&one, &two}) {
            check_memories(*server, reader_, last_);
            administrator_.check(*server);
        }
    }

    /// The same of all that was ever acknowledged, be it long ago.
    void check_all()
    {
        const RunningServer server{machine_};
        check_memories(server, reader_, all_);
        administrator_.check_all(server);
    }

    const Experience& all() const { return all_; }
    const Tally& administered() const { return administered_; }

private:
    milliseconds some_time()
    {
        return milliseconds{std::uniform_int_distribution<int>{10, 600}(random_)};
    }

    Installation machine_;
    std::string key_ =
        machine_.create_key({"loaded", "--rate", "none", "--quota", std::to_string(quota)});
    std::string reader_ = machine_.create_key({"reader", "--rate", "none"});
    Administrator administrator_{machine_, RunningServer{machine_}};
    std::mt19937 random_{std::random_device{}()};
    Experience all_;
    Experience last_;
    Tally administered_;
};

}  // namespace

TEST_SUITE_BEGIN("crash");

TEST_CASE("after kill -9 of two servers under load all that was acknowledged is so, and counted")
{
    constexpr int usual_rounds = 4;
    const int rounds = crash_runs(usual_rounds);
    Scene scene;

    for (int round = 0; round < rounds; ++round) {
        CAPTURE(round);
        scene.kill_under_load();
        scene.check();
    }

    scene.check_all();
    const Experience& all = scene.all();
    CHECK(all.accepted > 0);
    const Tally& administered = scene.administered();
    CHECK(administered.enabled + administered.disabled > 0);
    if (rounds > usual_rounds) {  // in a few, chance may leave one out
        CHECK(administered.disabled > 0);
        CHECK(administered.deleted > 0);
        CHECK(administered.rotated > 0);
        CHECK(administered.backups > 0);
        CHECK(administered.signed_out > 0);
    }
    MESSAGE("killed " << 2 * rounds << " servers; acknowledged: " << all.accepted << " requests, "
                      << all.memories.size() + all.deleted.size() << " memories, keys "
                      << administered.enabled << " made, " << administered.rotated << " rotated, "
                      << administered.disabled << " disabled and " << administered.deleted
                      << " deleted, " << administered.signed_out << " sessions ended, "
                      << administered.backups << " backups made");
}

TEST_CASE("usage survives kill -9 as well as the counts of keys do")
{
    Installation machine;
    const std::string key = machine.create_key({"loaded", "--rate", "none"});
    RunningServer server{machine};
    Workload clients{{server.port()}, key};
    std::this_thread::sleep_for(milliseconds{300});  // the load itself
    server.kill();
    const Experience experience = clients.end();

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
