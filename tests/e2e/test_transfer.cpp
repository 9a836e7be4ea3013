/// Keys on their way from one machine to another, and out of the world.

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "core/key/key_secret.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// A secret that the hosted service could have issued, and the SHA-256 that it keeps of it.
struct HostedKey {
    std::string secret = "az_QWERTYuiopASDFGHjklzXCVBNMqwertyUIOPasdfghJKLZxcvbnmQaZwSxEdCrFv";

    std::string row() const
    {
        return R"({"id":"hosted-key","name":"console","start":"az_QWE","prefix":"az_","key":")" +
               format_hash(key_secret::hash(secret)) +
               R"(","userId":"user-1","organizationId":"organization-1","enabled":true,)" +
               R"("rateLimitEnabled":true,"rateLimitTimeWindow":60000,"rateLimitMax":60,)" +
               R"("createdAt":"2026-01-15T10:00:00.000Z","metadata":null})" + "\n";
    }
};

int status_of(const RunningServer& server, const std::string& key)
{
    return server.request(verify(key)).status;
}

/// Exports of one machine's keys, of which there are many.
std::string export_of_many(Installation& machine, int count)
{
    machine.create_key({"many"});
    const std::string line = machine.azen({"keys", "export"}).out;
    std::string lines;
    for (int i = 0; i < count; ++i) {
        std::string copy = line;
        const std::string number = std::to_string(1'000'000 + i);
        copy.replace(copy.find("\"id\":\"") + 6, 7, number);
        copy.replace(copy.find("\"hash\":\"") + 8, 7, number);
        lines += copy;
    }
    return lines;
}

int count_keys(Installation& machine)
{
    const std::string keys =
        json_at(machine.azen({"status", "--output", "json"}).out, "/store/keys");
    return keys.empty() || keys == "null" ? 0 : std::stoi(keys);
}

}  // namespace

TEST_SUITE_BEGIN("transfer");

TEST_CASE("a key of the hosted service works on a server that was there before it")
{
    Installation machine;
    const RunningServer server{machine};
    const HostedKey hosted;
    REQUIRE(status_of(server, hosted.secret) == 403);

    const Outcome imported = machine.azen({"keys", "import", "-", "--from", "better-auth"},
                                          {.environment = {}, .input = hosted.row()});

    REQUIRE_MESSAGE(imported.status == 0, imported.err);
    const HttpResponse response = server.request(verify(hosted.secret));
    CHECK(response.status == 200);
    CHECK(json_at(response.body, "/organizationId") == "organization-1");
    CHECK(server.request(create_memory(hosted.secret, R"({"text":"a"})")).status == 201);
}

TEST_CASE("keys that were exported from one machine go on to count on another")
{
    Installation before;
    const std::string key = before.create_key({"ci", "--quota", "3"});
    before.azen({"keys", "verify"}, {.environment = {"AZEN_API_KEY=" + key}, .input = {}});
    const std::string lines = before.azen({"keys", "export"}).out;
    Installation after;
    const RunningServer server{after};

    REQUIRE(after.azen({"keys", "import", "-"}, {.environment = {}, .input = lines}).status == 0);

    CHECK(after.azen({"keys", "export"}).out == lines);
    CHECK(status_of(server, key) == 200);
    CHECK(status_of(server, key) == 200);
    CHECK(status_of(server, key) == 429);
    CHECK(after.key_field("ci", "requestCount") == "3");
}

TEST_CASE("a key that is pruned is unknown at once, and its organization keeps its usage")
{
    Served served;
    const std::string leaver = served.machine.create_key({"leaver"});
    served.server.request(create_memory(leaver, R"({"text":"a"})"));
    const auto total = [&] {
        const HttpResponse usage = served.server.request(
            {.target = "/api/v1/usage", .key = served.key, .body = {}, .headers = {}});
        return json_at(usage.body, "/summary/total_requests");
    };
    REQUIRE(total() == "1");

    served.machine.azen({"keys", "delete", "leaver", "--yes"});
    REQUIRE(served.machine.azen({"keys", "prune", "--revoked", "--yes"}).status == 0);

    CHECK(status_of(served.server, leaver) == 403);
    CHECK(total() == "1");
    CHECK(served.machine.azen({"keys", "show", "leaver"}).status == 3);
}

TEST_CASE("an import that is killed at any moment has happened, or has not")
{
    constexpr int keys = 1'500;
    constexpr int rounds = 24;
    Installation source;
    const std::string lines = export_of_many(source, keys);
    Installation machine;
    const std::string file = (machine.home() / "keys.jsonl").string();
    std::ofstream{file} << lines;
    int killed = 0;
    int done = 0;

    for (int round = 0; round < rounds; ++round) {
        Process import = machine.start({AZEN_BINARY, "keys", "import", file});
        // The moment itself: a little later each time.
        std::this_thread::sleep_for(std::chrono::milliseconds{1 + round * round});
        import.signal(SIGKILL);
        killed += import.wait(std::chrono::seconds{30}) == 128 + SIGKILL ? 1 : 0;

        const int count = count_keys(machine);
        CHECK((count == 0 || count == keys));
        if (count == keys) {
            ++done;
            std::filesystem::remove_all(machine.directory());
        }
    }

    MESSAGE(killed, " of ", rounds, " imports killed, ", done, " done");
    CHECK(killed > 0);
    REQUIRE(machine.azen({"keys", "import", file}).status == 0);
    CHECK(count_keys(machine) == keys);
    CHECK(machine.azen({"keys", "export"}).out == lines);
    const Outcome check =
        machine.run({"sqlite3", machine.store().string(), "PRAGMA integrity_check;"});
    CHECK(check.out == "ok\n");
}

TEST_SUITE_END();

}  // namespace azen::test
