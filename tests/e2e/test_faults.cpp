/// A store that fails under a running server: nobody is let in uncounted, nothing acknowledged is
/// lost, and it is said what is wrong.

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

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
    const std::filesystem::path kept = machine.store().string() + ".kept";
    std::filesystem::rename(machine.store(), kept);
    std::filesystem::copy_file(kept, machine.store());

    CHECK(eventually([&] { return get_status("/readyz") == 503; }));
    CHECK(verify_status() == 503);
    CHECK(server.log().find("was replaced or removed") != std::string::npos);

    std::filesystem::rename(kept, machine.store());
    CHECK(eventually([&] { return get_status("/readyz") == 200; }));
    CHECK(verify_status() == 200);
}

TEST_CASE_FIXTURE(Struck, "a store whose log was removed is not used any more")
{
    REQUIRE(verify_status() == 200);
    const std::string log = machine.store().string() + "-wal";
    REQUIRE(std::filesystem::exists(log));

    std::filesystem::remove(log);

    CHECK(eventually([&] { return get_status("/readyz") == 503; }));
    CHECK(verify_status() == 503);
}

TEST_CASE("a damaged store is exit status 11 for a command, with what to do")
{
    Installation machine;
    machine.create_key({"test"});
    const auto size = std::filesystem::file_size(machine.store());
    {
        std::fstream bytes{machine.store(), std::ios::in | std::ios::out | std::ios::binary};
        bytes.seekp(4096);
        bytes << std::string(static_cast<std::size_t>(size) - 4096, '\x5a');
    }

    const Outcome outcome = machine.azen({"keys", "list"});

    CHECK(outcome.status == 11);
    CHECK(outcome.err.find("azen: error: the store is corrupt") != std::string::npos);
    CHECK(outcome.err.find("azen: hint: ") != std::string::npos);
}

TEST_SUITE_END();

}  // namespace azen::test
