/// A store that fails under a running server: nobody is let in uncounted, nothing acknowledged is
/// lost, and it is said what is wrong.

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "support/damage.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// A server whose key has no limit, and what can be done to its files.
struct Struck {
    Installation machine;
    std::string key = machine.create_key({"test", "--rate", "none"});
    RunningServer server{machine};

    int verify_status() { return server.request(verify(key)).status; }
    int create_status() { return server.request(create_memory(key, R"({"text":"a"})")).status; }
    HttpResponse get(const std::string& target)
    {
        return server.request({.target = target, .key = {}, .body = {}, .headers = {}});
    }
    int get_status(const std::string& target) { return get(target).status; }

    /// How large a file may grow: the next write that would lengthen one fails, as on a full disk.
    void limit_files(const std::string& bytes)
    {
        REQUIRE(
            machine
                .run({"prlimit", "--pid", std::to_string(server.pid()), "--fsize=" + bytes + ":"})
                .status == 0);
    }

    /// How much more address space it gets than it has.
    void limit_memory(std::size_t more)
    {
        std::ifstream pages{"/proc/" + std::to_string(server.pid()) + "/statm"};
        std::size_t has = 0;
        REQUIRE((pages >> has).good());
        const std::size_t page = 4'096;
        REQUIRE(machine
                    .run({"prlimit",
                          "--pid",
                          std::to_string(server.pid()),
                          "--as=" + std::to_string(has * page + more) + ":"})
                    .status == 0);
    }

    std::string memories()
    {
        const std::string page =
            server.request({.target = "/api/v1/memory", .key = key, .body = {}, .headers = {}})
                .body;
        return json_at(page, "/total_count");
    }
    int counted() { return std::stoi(machine.key_field("test", "requestCount")); }
};

}  // namespace

TEST_SUITE_BEGIN("faults");

TEST_CASE_FIXTURE(Struck, "while nothing can be written nobody is let in, and all is counted after")
{
    REQUIRE(verify_status() == 200);
    REQUIRE(create_status() == 201);

    limit_files("1");
    for (int i = 0; i < 5; ++i) {
        CHECK(verify_status() == 503);
        CHECK(create_status() == 503);
    }
    CHECK(get_status("/healthz") == 200);
    CHECK(get_status("/readyz") == 503);
    CHECK(get("/metrics").body.find("store_failed") != std::string::npos);

    limit_files("unlimited");
    CHECK(get_status("/readyz") == 200);
    CHECK(verify_status() == 200);
    CHECK(create_status() == 201);
    CHECK(counted() == 4);
}

TEST_CASE_FIXTURE(Struck, "a store that another file has taken the place of is not used any more")
{
    REQUIRE(verify_status() == 200);
    REQUIRE(create_status() == 201);
    const std::filesystem::path kept = machine.store().string() + ".kept";
    std::filesystem::rename(machine.store(), kept);
    std::filesystem::copy_file(kept, machine.store());

    // From the first one on no memory is acknowledged, whether it is there at the end or not.
    CHECK(create_status() == 503);
    CHECK(eventually([&] { return get_status("/readyz") == 503; }));
    CHECK(verify_status() == 503);
    CHECK(server.log().find("was replaced or removed") != std::string::npos);

    // A command would copy the server's log into it.
    const Outcome made = machine.azen({"keys", "create", "another"});
    CHECK(made.status == 11);
    CHECK(made.err.find("is not the file that others have open") != std::string::npos);
    CHECK(machine.azen({"store", "check"}).status == 11);
    CHECK(machine.azen({"store", "backup", kept.string() + ".backup"}).status == 11);

    std::filesystem::rename(kept, machine.store());
    CHECK(eventually([&] { return get_status("/readyz") == 200; }));
    CHECK(verify_status() == 200);
    CHECK(memories() == "2");
    CHECK(counted() == 5);
}

TEST_CASE_FIXTURE(Struck, "a store whose log was removed is not used any more")
{
    REQUIRE(verify_status() == 200);
    REQUIRE(create_status() == 201);
    const std::string log = machine.store().string() + "-wal";
    const std::string kept = log + ".kept";

    std::filesystem::rename(log, kept);

    CHECK(create_status() == 503);
    CHECK(machine.azen({"keys", "create", "another"}).status == 11);
    CHECK(machine.azen({"store", "check"}).status == 11);
    CHECK(eventually([&] { return get_status("/readyz") == 503; }));
    CHECK(verify_status() == 503);
    CHECK(server.log().find("was replaced or removed") != std::string::npos);

    std::filesystem::rename(kept, log);
    CHECK(eventually([&] { return get_status("/readyz") == 200; }));
    CHECK(verify_status() == 200);
    CHECK(memories() == "2");
    CHECK(counted() == 5);
}

TEST_CASE_FIXTURE(Struck, "after a log was removed for good the store is as it was a second before")
{
    REQUIRE(create_status() == 201);
    const std::string file = machine.store().string();
    std::filesystem::remove(file + "-wal");

    CHECK(create_status() == 503);
    CHECK(eventually([&] { return get_status("/readyz") == 503; }));
    CHECK(eventually([&] { return verify_status() == 503; }));
    server.stop();
    CHECK(machine.azen({"store", "check"}).status == 0);
    const RunningServer again{machine};
    CHECK(again.request(verify(key)).status == 200);
}

TEST_CASE_FIXTURE(Struck, "a store whose log was emptied is not used any more, and stays whole")
{
    REQUIRE(create_status() == 201);
    const std::string log = machine.store().string() + "-wal";

    // It does no harm between a checkpoint and the next write.
    CHECK(eventually([&] {
        create_status();
        std::filesystem::resize_file(log, 0);
        create_status();
        return get_status("/readyz") == 503;
    }));
    CHECK(eventually([&] { return verify_status() == 503; }));
    CHECK(server.log().find("was emptied") != std::string::npos);
    CHECK(server.stop() == 11);

    CHECK(machine.azen({"store", "check"}).status == 0);
    const RunningServer again{machine};
    CHECK(again.request(verify(key)).status == 200);
}

TEST_CASE_FIXTURE(Struck,
                  "out of memory, nothing acknowledged is lost and nothing uncounted passes")
{
    const std::string large = R"({"text":")" + std::string(60'000, 'a') + R"("})";
    const RequestText search{.method = "POST",
                             .target = "/api/v1/memory/search",
                             .key = key,
                             .body = R"({"query":"a"})",
                             .headers = {}};
    // Whatever it needs once it has from then on.
    CHECK(server.request(search).status == 200);
    CHECK(server.request(create_memory(key, large)).status == 201);
    limit_memory(4 << 20);

    int created = 1;
    int accepted = 2;
    int sent = 2;
    bool has_failed = false;
    for (; sent < 1'000 && !has_failed; sent += 2) {
        // Its index holds all texts: it grows until there is no room.
        const int searching = server.request(search).status;
        const int creating = server.request(create_memory(key, large)).status;
        created += creating == 201 ? 1 : 0;
        accepted += (creating == 201 ? 1 : 0) + (searching == 200 ? 1 : 0);
        has_failed = creating != 201 || searching != 200;
    }
    CHECK(has_failed);
    CHECK(created > 1);
    server.kill();

    CHECK(machine.azen({"store", "check"}).status == 0);
    const std::string info = machine.azen({"store", "info", "--output", "json"}).out;
    CHECK(std::stoi(json_at(info, "/memories")) >= created);
    CHECK(counted() >= accepted);
    CHECK(counted() <= sent);
    const RunningServer again{machine};
    CHECK(again.request(search).status == 200);
}

TEST_CASE("a damaged store is exit status 11 for a command, with what to do")
{
    Installation machine;
    machine.create_key({"test"});
    overwrite_pages(machine.store());

    const Outcome outcome = machine.azen({"keys", "list"});

    CHECK(outcome.status == 11);
    CHECK(outcome.err.find("azen: error: the store is corrupt") != std::string::npos);
    CHECK(outcome.err.find("azen: hint: ") != std::string::npos);
}

TEST_CASE("a store that may not be written, or not be read, is exit status 11 with what to do")
{
    Installation machine;
    machine.create_key({"test"});
    const std::string directory = machine.store().parent_path().string();
    machine.run({"sh", "-c", "chmod -R a+rX \"$1\"", "sh", machine.home().string()});
    // Root may do anything: somebody else asks.
    const auto as_other = [&](const Words& words) {
        Words whole{"setpriv", "--reuid=65534", "--clear-groups"};
        whole.insert(whole.end(), words.begin(), words.end());
        return machine.run(whole);
    };
    if (as_other({"test", "-x", AZEN_BINARY, "-a", "-x", directory}).status != 0) {
        MESSAGE("the system does not let the test ask as somebody else");
        return;
    }

    SUBCASE("read only") {}
    SUBCASE("not at all")
    {
        machine.run({"sh", "-c", "chmod 600 \"$1\"/*", "sh", directory});
    }

    for (const Words& words :
         {Words{AZEN_BINARY, "keys", "list"}, Words{AZEN_BINARY, "keys", "create", "another"}}) {
        const Outcome outcome = as_other(words);
        CHECK(outcome.status == 11);
        CHECK_MESSAGE(outcome.err.find("azen: hint: check the") != std::string::npos, outcome.err);
    }
}

TEST_CASE("a check of what is no store says what can be done about that")
{
    Installation machine;
    std::filesystem::create_directories(machine.store().parent_path());
    std::ofstream{machine.store()} << "name,limit\nci,100\n" << std::string(1'000, '\n');

    const Outcome outcome = machine.azen({"store", "check"});

    CHECK(outcome.status == 11);
    CHECK(outcome.out.find("UNUSABLE") != std::string::npos);
    CHECK(outcome.err.starts_with("azen: schema: name another file with --db or AZEN_DB\n"));
}

TEST_SUITE_END();

}  // namespace azen::test
