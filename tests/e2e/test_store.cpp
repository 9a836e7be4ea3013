/// Backups of a store that is written to, and putting them back; and its upgrade.

#include <atomic>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/crash_scene.h"

namespace azen::test {

namespace {

namespace fs = std::filesystem;

/// Clients that store one memory after another until they are told to stop.
class Writers {
public:
    Writers(std::uint16_t port, const std::string& key)
    {
        for (int i = 0; i < 2; ++i) {
            threads_.emplace_back([this, port, key](const std::stop_token& stop) {
                HttpConnection connection = HttpConnection::to_port(port);
                while (!stop.stop_requested()) {
                    connection.send(create_memory(key, R"({"text":"a memory"})").to_string());
                    const auto response = connection.receive();
                    written_ += response && response->status == 201 ? 1 : 0;
                    failed_ += response && response->status == 201 ? 0 : 1;
                }
            });
        }
    }

    int written() const { return written_; }
    int failed() const { return failed_; }

private:
    std::atomic<int> written_{0};
    std::atomic<int> failed_{0};
    std::vector<std::jthread> threads_;
};

/// A machine with a server, an unlimited key, and a place for backups.
struct Backed {
    Installation machine;
    std::string key = machine.create_key({"writer", "--rate", "none"});
    std::string backup = (machine.home() / "backup.db").string();

    int memories_in(const std::string& store)
    {
        const Outcome info = machine.azen({"store", "info", "--db", store, "--field", "memories"});
        REQUIRE_MESSAGE(info.status == 0, info.err);
        return std::stoi(info.out);
    }
};

/// A machine with a store as the oldest schema left it, or with a copy of one.
struct Old {
    Old()
    {
        fs::create_directories(machine.directory());
        const Outcome made =
            machine.run({"sqlite3",
                         machine.store().string(),
                         ".read " AZEN_PROJECT_DIR "/tests/core/store/store-1.sql"});
        REQUIRE_MESSAGE(made.status == 0, made.err);
    }
    explicit Old(const Old& other)
    {
        fs::create_directories(machine.directory());
        fs::copy(other.machine.store(), machine.store());
    }

    /// All that is in the store, and how it is laid out.
    std::string dump()
    {
        return machine.run({"sqlite3", machine.store().string(), "PRAGMA user_version;", ".dump"})
            .out;
    }

    Installation machine;
};

}  // namespace

TEST_SUITE_BEGIN("store");

TEST_CASE("an upgrade that is killed at any of its writes is gone on with, and nothing is lost")
{
    const Words any_command{"keys", "list"};
    const Old original;
    Old undisturbed{original};
    const std::string before = undisturbed.dump();
    REQUIRE(undisturbed.machine.azen(any_command).status == 0);
    const std::string upgraded = undisturbed.dump();
    REQUIRE(upgraded.substr(0, 2) != before.substr(0, 2));

    for (const char* how : {"before", "torn"}) {
        int number = 1;
        for (;; ++number) {
            CAPTURE(how);
            CAPTURE(number);
            REQUIRE(number < most_writes);
            Old old{original};
            const Outcome outcome = run_doomed(old.machine, any_command, how, number);
            CHECK(is_sound(old.machine));
            const Outcome again = old.machine.azen(any_command);
            CHECK_MESSAGE(again.status == 0, again.err);
            CHECK((old.dump() == upgraded));
            if (outcome.status != killed) {
                CHECK(outcome.status == 0);
                break;
            }
        }
        CHECK(number > 20);
    }
}

TEST_CASE_FIXTURE(Backed,
                  "a backup under load has all that was answered before it began, and is sound")
{
    const RunningServer server{machine};
    const Writers writers{server.port(), key};

    for (int round = 0; round < 4; ++round) {
        CAPTURE(round);
        const int before = writers.written();
        REQUIRE(eventually([&] { return writers.written() > before + 20; }));
        const int answered = writers.written();
        const Outcome made =
            machine.azen({"store", "backup", backup, "--replace", "--with-master-key"});
        REQUIRE_MESSAGE(made.status == 0, made.err);

        CHECK(memories_in(backup) >= answered);
        const Outcome check = machine.azen({"store", "check", "--db", backup});
        CHECK_MESSAGE(check.status == 0, check.out);
        CHECK_FALSE(fs::exists(backup + "-wal"));
    }
    CHECK(writers.failed() == 0);
}

TEST_CASE_FIXTURE(Backed, "a store that is served is not replaced; once it is not, it is")
{
    RunningServer server{machine};
    REQUIRE(server.request(create_memory(key, R"({"text":"first"})")).status == 201);
    REQUIRE(machine.azen({"store", "backup", backup}).status == 0);
    REQUIRE(server.request(create_memory(key, R"({"text":"second"})")).status == 201);

    const Outcome refused = machine.azen({"store", "restore", backup, "--yes"});
    CHECK(refused.status == 11);
    CHECK(server.request(verify(key)).status == 200);
    CHECK(server.stop() == 0);
    CHECK(machine.azen({"store", "restore", backup}).status == 9);
    CHECK(machine.azen({"store", "restore", backup, "--yes"}).status == 0);

    const RunningServer again{machine};
    CHECK(again.request(verify(key)).status == 200);
    CHECK(json_at(again.request({.target = "/api/v1/memory", .key = key}).body, "/total_count") ==
          "1");
}

TEST_CASE_FIXTURE(Backed, "after kill -9 a store can be replaced at once")
{
    RunningServer server{machine};
    REQUIRE(machine.azen({"store", "backup", backup}).status == 0);
    server.kill();

    CHECK(machine.azen({"store", "restore", backup, "--yes"}).status == 0);

    CHECK(machine.azen({"store", "check"}).status == 0);
}

TEST_CASE_FIXTURE(Backed,
                  "a backup that is killed at any of its writes leaves the old one, or a whole one")
{
    REQUIRE(machine.azen({"store", "backup", backup}).status == 0);
    machine.create_key({"later"});

    int number = 1;
    for (;; ++number) {
        CAPTURE(number);
        REQUIRE(number < most_writes);
        const Outcome outcome =
            run_doomed(machine, {"store", "backup", backup, "--replace"}, "torn", number);
        CHECK(machine.azen({"store", "check", "--db", backup}).status == 0);
        if (outcome.status != killed) {
            CHECK(outcome.status == 0);
            break;
        }
    }
    CHECK(number > 14);
}

TEST_CASE_FIXTURE(Backed,
                  "a restore that is killed at any of its writes leaves one store or the other")
{
    REQUIRE(machine.azen({"store", "backup", backup}).status == 0);
    machine.create_key({"later"});

    int number = 1;
    for (;; ++number) {
        CAPTURE(number);
        REQUIRE(number < most_writes);
        const Outcome outcome =
            run_doomed(machine, {"store", "restore", backup, "--yes"}, "torn", number);
        CHECK(machine.azen({"store", "check"}).status == 0);
        CHECK(is_accepted(machine, key));
        if (outcome.status != killed) {
            CHECK(outcome.status == 0);
            break;
        }
    }
    CHECK(number > 14);
}

TEST_SUITE_END();

}  // namespace azen::test
