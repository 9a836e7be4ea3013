/// A disk that fails, files that are damaged and a clock that jumps under a running server and
/// under commands: nobody is let in uncounted, nothing acknowledged is lost, what is wrong is said,
/// and all goes on when it is over.

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/damage.h"

#include "e2e/crash_scene.h"
#include "e2e/strike.h"
#include "e2e/workload.h"

namespace azen::test {

namespace {

using std::chrono::hours;

/// Those that no transaction survives, once SQLite has to look at the disk.
constexpr std::array fatal_blows{
    Blow::write_error, Blow::no_room, Blow::short_write, Blow::read_error};

constexpr std::array all_blows{Blow::write_error,
                               Blow::no_room,
                               Blow::short_write,
                               Blow::sync_error,
                               Blow::read_error,
                               Blow::no_permission};

constexpr int a_few = 20;  // requests, by which a load shows that it goes on

/// A server that blows can be dealt to, and keys without a limit, of which a load has one to
/// itself.
struct Struck {
    Installation machine;
    Strike strike;
    std::string loaded = machine.create_key({"loaded", "--rate", "none"});
    std::string key = machine.create_key({"test", "--rate", "none"});
    RunningServer server{machine, {}, strike.call()};

    int verify_status(const std::string& of) const { return server.request(verify(of)).status; }
    int verify_status() const { return verify_status(key); }
    int create_status() const
    {
        return server.request(create_memory(key, R"({"text":"a"})")).status;
    }
    HttpResponse get(const std::string& target) const
    {
        return server.request({.target = target, .key = {}, .body = {}, .headers = {}});
    }
    bool has_logged(const std::string& text) const
    {
        return server.log().find(text) != std::string::npos;
    }
    int counted(const std::string& name)
    {
        return std::stoi(machine.key_field(name, "requestCount"));
    }

    /// Deals the blow to a server at work, and lets it read what another process has written: what
    /// it has in memory is of no use to it then.
    void strike_at_work(Blow blow, const Workload& load)
    {
        REQUIRE(eventually([&] { return load.accepted() > a_few; }));
        strike.deal(blow);
        machine.create_key({"another"});
    }

    void check_goes_on(const Workload& load)
    {
        strike.heal();
        const int before = load.accepted();
        CHECK(eventually([&] { return load.accepted() > before + a_few; }));
        CHECK(eventually([&] { return get("/readyz").status == 200; }));
    }

    void check_promises(const RunningServer& at, const Experience& experience)
    {
        CHECK(experience.wrong == 0);
        CHECK(counted("loaded") >= experience.accepted);
        CHECK(counted("loaded") <= experience.sent);
        check_memories(at, key, experience);
        const Outcome check = machine.azen({"store", "check"});
        CHECK_MESSAGE(check.status == 0, check.out);
    }
};

/// What is to be said of a store that fails.
void check_told(const Outcome& outcome)
{
    CHECK(outcome.status == 11);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find("azen: error: ") != std::string::npos);
    CHECK_MESSAGE(outcome.err.find("azen: hint: ") != std::string::npos, outcome.err);
}

}  // namespace

TEST_SUITE_BEGIN("strikes");

TEST_CASE("while the disk fails nobody is let in; when it is well again, all goes on")
{
    for (const Blow blow : fatal_blows) {
        CAPTURE(blow);
        Struck scene;
        Workload load{{scene.server.port()}, scene.loaded};

        scene.strike_at_work(blow, load);
        CHECK(eventually([&] { return load.unavailable() > a_few; }));
        for (int i = 0; i < 5; ++i) {
            CHECK(scene.verify_status() == 503);
            CHECK(scene.create_status() == 503);
        }
        CHECK(scene.strike.struck() > 0);
        CHECK(scene.get("/healthz").status == 200);
        CHECK(scene.get("/readyz").status == 503);
        CHECK(scene.get("/metrics").body.find("store_failed") != std::string::npos);
        CHECK(scene.has_logged(R"("failure":"the disk )"));

        scene.check_goes_on(load);
        CHECK(scene.counted("test") == 0);  // what was refused
        scene.check_promises(scene.server, load.end());
    }
}

TEST_CASE_FIXTURE(Struck, "while nothing reaches the disk for good no memory is acknowledged")
{
    Workload load{{server.port()}, loaded};

    strike_at_work(Blow::sync_error, load);
    for (int i = 0; i < 5; ++i) {
        CHECK(create_status() == 503);
    }
    CHECK(strike.struck() > 0);
    CHECK(get("/healthz").status == 200);
    CHECK(eventually([&] { return has_logged("maintenance_failed"); }));
    CHECK(has_logged(R"("failure":"the disk )"));

    check_goes_on(load);
    check_promises(server, load.end());
}

TEST_CASE_FIXTURE(Struck, "a server whose log cannot reach the disk counts, but is not ready")
{
    CHECK(verify_status() == 200);

    strike.deal(Blow::sync_error);
    CHECK(eventually([&] { return verify_status() == 200 && get("/readyz").status == 503; }));
    CHECK(verify_status() == 200);
    CHECK(has_logged("maintenance_failed"));

    strike.heal();
    CHECK(eventually([&] { return get("/readyz").status == 200; }));
    CHECK(counted("test") > 1);
}

TEST_CASE_FIXTURE(Struck, "files that may not be opened any more stop only what has to open them")
{
    Workload load{{server.port()}, loaded};

    strike_at_work(Blow::no_permission, load);
    CHECK(eventually([&] { return load.unavailable() > 0; }));
    CHECK(verify_status() == 200);
    CHECK(create_status() == 201);
    CHECK(strike.struck() > 0);
    CHECK(has_logged(R"("failure":"the store cannot be opened)"));

    check_goes_on(load);
    check_promises(server, load.end());
}

TEST_CASE("killed while the disk fails, a server has lost nothing that it acknowledged")
{
    for (const Blow blow : all_blows) {
        CAPTURE(blow);
        Struck scene;
        Workload load{{scene.server.port()}, scene.loaded};

        scene.strike_at_work(blow, load);
        CHECK(eventually([&] { return load.unavailable() > 0; }));
        scene.server.kill();
        CHECK(scene.strike.struck() > 0);

        const RunningServer again{scene.machine};
        scene.check_promises(again, load.end());
    }
}

TEST_CASE("a command that the disk fails ends with status 11, and says what to do")
{
    for (const Blow blow : all_blows) {
        CAPTURE(blow);
        Installation machine;
        Strike strike;
        const std::string key = machine.create_key({"test"});
        const std::string backup = (machine.home() / "backup.db").string();

        strike.deal(blow);
        check_told(machine.azen({"keys", "create", "ci"}, strike.call()));
        check_told(machine.azen({"store", "backup", backup}, strike.call()));
        if (blow != Blow::sync_error) {  // to read, nothing has to reach the disk
            check_told(machine.azen({"keys", "list"}, strike.call()));
        }
        CHECK(strike.struck() > 0);

        CHECK_FALSE(std::filesystem::exists(backup));
        CHECK(machine.azen({"keys", "create", "another"}).status == 0);
        CHECK(is_accepted(machine, key));
        CHECK(is_sound(machine));
    }
}

TEST_CASE_FIXTURE(Struck, "pages overwritten under a server are noticed, and never served")
{
    // More than SQLite keeps in memory.
    const std::string text(50'000, 'a');
    std::vector<std::string> ids;
    for (int i = 0; i < 80; ++i) {
        const HttpResponse created =
            server.request(create_memory(key, R"({"text":")" + text + R"("})"));
        ids.push_back(json_at(created.body, "/memoryId"));
    }
    machine.run({"sqlite3", machine.store().string(), "PRAGMA wal_checkpoint(PASSIVE)"});

    overwrite_pages(machine.store());
    int refused = 0;
    for (const std::string& id : ids) {
        const HttpResponse read = server.request(
            {.target = "/api/v1/memory/" + id, .key = key, .body = {}, .headers = {}});
        CHECK((read.status == 503 || json_at(read.body, "/memory/content") == text));
        refused += read.status == 503 ? 1 : 0;
    }
    CHECK(refused > 0);
    CHECK(has_logged(R"("failure":"the store is corrupt)"));

    // What else is wrong is not known: nothing is written to the file any more.
    CHECK(verify_status() == 503);
    CHECK(create_status() == 503);
    CHECK(eventually([&] { return get("/readyz").status == 503; }));
    CHECK(machine.azen({"store", "check"}).status == 11);
}

// SQLite has it mapped: to use what is not there any more is death (SIGBUS).
TEST_CASE_FIXTURE(Struck, "a server whose shared index is cut off dies, and has lost nothing")
{
    Workload load{{server.port()}, loaded};
    REQUIRE(eventually([&] { return load.accepted() > a_few; }));

    std::filesystem::resize_file(machine.store().string() + "-shm", 0);
    CHECK(server.wait() > 0);

    const RunningServer again{machine};
    check_promises(again, load.end());
}

TEST_CASE_FIXTURE(Struck, "a clock that jumps forth and back gives no token twice")
{
    const std::string limited = machine.create_key({"limited", "--rate", "10/h"});
    const RunningServer punctual{machine};
    const auto passed_at = [&](const RunningServer& at) {
        int passed = 0;
        for (int i = 0; i < 15; ++i) {
            passed += at.request(verify(limited)).status == 200 ? 1 : 0;
        }
        return passed;
    };
    // To which hour the clock is set, and how many requests that hour is worth.
    constexpr std::array jumps{std::pair{0, 10},
                               std::pair{1, 10},
                               std::pair{0, 0},
                               std::pair{1, 0},
                               std::pair{-5, 0},
                               std::pair{3, 10},
                               std::pair{2, 0}};

    for (const auto& [hour, worth] : jumps) {
        CAPTURE(hour);
        strike.shift_clock(hours{hour});
        CHECK(passed_at(server) == worth);
        CHECK(passed_at(punctual) == 0);
        CHECK(verify_status() == 200);
        CHECK(create_status() == 201);
        CHECK(get("/readyz").status == 200);
    }

    CHECK(counted("limited") == 30);
    CHECK(counted("test") == 2 * static_cast<int>(jumps.size()));
}

TEST_SUITE_END();

}  // namespace azen::test
