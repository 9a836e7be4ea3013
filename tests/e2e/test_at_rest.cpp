/// What a thief of the disk finds: nothing in clear.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

namespace fs = std::filesystem;

/// All bytes of all files below a directory.
std::string bytes_below(const fs::path& directory)
{
    std::string bytes;
    for (const auto& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.is_regular_file()) {
            std::ifstream file{entry.path(), std::ios::binary};
            bytes.append(std::istreambuf_iterator<char>{file}, {});
        }
    }
    return bytes;
}

/// A server that has been told, asked and searched for words that occur nowhere else.
struct Told : Served {
    std::vector<std::string> private_words{"zyzzyvaquill",
                                           "Xanthoclimb",
                                           "quokkaMeta",
                                           "wombatValue",
                                           "dedupPlatypus",
                                           key,
                                           key.substr(key.size() - 20)};

    Told()
    {
        const std::string json =
            R"({"text":"zyzzyvaquill and Xanthoclimb","dedupKey":"dedupPlatypus",)"
            R"("metadata":{"quokkaMeta":"wombatValue"}})";
        REQUIRE(server.request(create_memory(key, json)).status == 201);
        const HttpResponse found = server.request({.method = "POST",
                                                   .target = "/api/v1/memory/search",
                                                   .key = key,
                                                   .body = R"({"query":"zyzzyvaquill"})",
                                                   .headers = {}});
        REQUIRE_FALSE(json_at(found.body, "/memories/0/id").empty());
    }

    void check_nothing_readable() const
    {
        const std::string bytes = bytes_below(machine.home());
        CHECK(bytes.find("SQLite format 3") != std::string::npos);
        for (const std::string& word : private_words) {
            CAPTURE(word);
            CHECK(bytes.find(word) == std::string::npos);
        }
    }
};

fs::perms mode(const fs::path& path)
{
    return fs::status(path).permissions() & fs::perms::mask;
}

}  // namespace

TEST_SUITE_BEGIN("at-rest");

TEST_CASE_FIXTURE(Told, "while it serves no file holds a text, a metadata, a dedup key or a secret")
{
    check_nothing_readable();
}

TEST_CASE_FIXTURE(Told, "nor after a stop, nor after a memory was deleted")
{
    const std::string id = json_at(
        server.request({.target = "/api/v1/memory", .key = key, .body = {}, .headers = {}}).body,
        "/memories/0/id");
    server.request({.method = "DELETE",
                    .target = "/api/v1/memory/" + id,
                    .key = key,
                    .body = {},
                    .headers = {}});
    CHECK(server.stop() == 0);

    check_nothing_readable();
}

TEST_CASE_FIXTURE(Told, "nor after kill -9")
{
    server.kill();

    check_nothing_readable();
}

TEST_CASE_FIXTURE(Told, "nobody else may read the store, its log or the master key")
{
    int files = 0;
    for (const auto& entry : fs::directory_iterator{machine.directory()}) {
        CAPTURE(entry.path().string());
        CHECK(mode(entry.path()) == (fs::perms::owner_read | fs::perms::owner_write));
        ++files;
    }

    CHECK(files >= 2);
    CHECK(mode(machine.directory()) == fs::perms::owner_all);
}

TEST_CASE_FIXTURE(Told, "without its master key the store is not served, and nothing is made anew")
{
    CHECK(server.stop() == 0);
    fs::path master_key;
    for (const auto& entry : fs::directory_iterator{machine.directory()}) {
        if (entry.path().filename().string().find("master-key") != std::string::npos) {
            master_key = entry.path();
        }
    }
    REQUIRE_FALSE(master_key.empty());
    fs::rename(master_key, machine.keeps_secret(machine.home() / "aside"));

    const Outcome without = machine.azen({"serve", "--listen", "127.0.0.1:0"});
    const Outcome wrong =
        machine.azen({"serve", "--listen", "127.0.0.1:0"},
                     {.environment = {"AZEN_MASTER_KEY=" + std::string(64, 'a')}, .input = {}});

    CHECK((without.status == 2 || without.status == 11));
    CHECK((wrong.status == 2 || wrong.status == 11));
    CHECK(without.err.find("azen: error: ") != std::string::npos);
    CHECK_FALSE(fs::exists(master_key));
}

TEST_CASE("a master key from the environment is written nowhere")
{
    Installation machine;
    const std::string hex(64, 'c');
    Process server = machine.start(
        {"env", "AZEN_MASTER_KEY=" + hex, AZEN_BINARY, "serve", "--listen", "127.0.0.1:0"});
    REQUIRE(eventually([&] { return server.err().find("listening") != std::string::npos; }));

    std::string files;
    for (const auto& entry : fs::directory_iterator{machine.directory()}) {
        files += entry.path().filename().string() + " ";
    }

    CHECK(files.find("master-key") == std::string::npos);
    CHECK(bytes_below(machine.directory()).find(hex) == std::string::npos);
}

TEST_SUITE_END();

}  // namespace azen::test
