/// Memories in bulk, with the real program at both ends: nothing twice, nothing lost, whatever ends
/// an import.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "support/private_file.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// A server, a key in a file that may do as much as it likes, and a file of lines.
struct Bulk {
    Bulk()
    {
        write_private(machine.keeps_secret(key_file()),
                      machine.create_key({"bulk", "--rate", "none"}));
    }

    std::string key_file() const { return (machine.home() / "key").string(); }
    std::string lines_file() const { return (machine.home() / "lines").string(); }

    /// `count` lines that differ; of each hundred one that cannot be imported.
    void write_lines(int count) const
    {
        std::ofstream file{lines_file()};
        for (int line = 1; line <= count; ++line) {
            file << (line % 100 == 0 ? "{\"line\":" : "{\"text\":\"line ") << line
                 << (line % 100 == 0 ? "}\n" : "\"}\n");
        }
    }

    Words command(const std::string& verb, const Words& options) const
    {
        Words words{
            AZEN_BINARY, "memory", verb, "--base-url", server.url(), "--key-file", key_file()};
        words.insert(words.end(), options.begin(), options.end());
        return words;
    }

    Outcome memory(const std::string& verb, const Words& options)
    {
        return machine.run(command(verb, options));
    }

    /// What an export has to say: how many memories, and how many different texts.
    std::pair<std::size_t, std::size_t> memories()
    {
        std::istringstream lines{memory("export", {}).out};
        std::multiset<std::string> texts;
        for (std::string line; std::getline(lines, line);) {
            texts.insert(json_at(line, "/content"));
        }
        return {texts.size(), std::set<std::string>{texts.begin(), texts.end()}.size()};
    }

    std::uintmax_t checkpoint_size() const
    {
        std::error_code absent;
        const auto size = std::filesystem::file_size(lines_file() + ".checkpoint", absent);
        return absent ? 0 : size;
    }

    Installation machine;
    RunningServer server{machine};
};

int count_lines(const std::string& file)
{
    std::ifstream stream{file};
    int count = 0;
    for (std::string line; std::getline(stream, line); ++count) {
    }
    return count;
}

}  // namespace

TEST_SUITE_BEGIN("bulk");

TEST_CASE_FIXTURE(Bulk,
                  "an import that is killed again and again loses nothing and doubles nothing")
{
    write_lines(3'000);
    int kills = 0;

    // Each time a little further, and at no particular place.
    for (std::uintmax_t size = 400; kills < 8; size += 3'000, ++kills) {
        Process importing = machine.start(command("import", {lines_file(), "--parallel", "8"}));
        const bool reached =
            eventually([&] { return checkpoint_size() > size || importing.wait({}).has_value(); });
        REQUIRE(reached);
        importing.signal(SIGKILL);
        importing.wait(std::chrono::seconds{10});
    }
    const Outcome last = memory("import", {lines_file(), "--output", "json"});

    CHECK(last.status == 8);
    CHECK(json_at(last.out, "/complete") == "true");
    CHECK(std::stoi(json_at(last.out, "/skipped")) > 0);
    CHECK(json_at(last.out, "/rejected") == "30");
    CHECK(memories() == std::pair<std::size_t, std::size_t>{2'970, 2'970});
    CHECK(count_lines(lines_file() + ".rejects") == 30);
    CHECK(checkpoint_size() == 0);
}

TEST_CASE_FIXTURE(Bulk, "Ctrl-C ends an import with a summary, and the next one goes on")
{
    write_lines(3'000);
    Process importing = machine.start(command("import", {lines_file(), "--parallel", "2"}));
    REQUIRE(eventually([&] { return checkpoint_size() > 400; }));

    importing.signal(SIGINT);

    CHECK(importing.wait(std::chrono::seconds{10}) == 130);
    CHECK(importing.out().find("memories are new") != std::string::npos);
    CHECK(importing.err().find("the same command goes on from here") != std::string::npos);
    CHECK(memory("import", {lines_file()}).status == 8);
    CHECK(memories() == std::pair<std::size_t, std::size_t>{2'970, 2'970});
}

TEST_CASE_FIXTURE(Bulk, "a server that is killed in the middle of an import is waited for")
{
    write_lines(2'000);
    Process importing = machine.start(command("import", {lines_file()}));
    REQUIRE(eventually([&] { return checkpoint_size() > 400; }));
    const std::string address = "127.0.0.1:" + std::to_string(server.port());

    server.kill();
    const Process again = machine.start({AZEN_BINARY, "serve", "--listen", address});

    CHECK(importing.wait(std::chrono::seconds{50}) == 8);
    CHECK(memories() == std::pair<std::size_t, std::size_t>{1'980, 1'980});
}

TEST_CASE_FIXTURE(Bulk, "an import keeps the server's pace, and is never refused")
{
    write_private(key_file(), machine.create_key({"slow", "--rate", "100/s"}));
    write_lines(300);

    const Outcome imported = memory("import", {lines_file(), "--parallel", "8"});

    CHECK(imported.status == 8);
    CHECK(server.log().find("\"status\":429") == std::string::npos);
    CHECK(server.log().find("\"status\":201") != std::string::npos);
    CHECK(machine.key_field("slow", "requestCount") == "297");
}

TEST_CASE_FIXTURE(Bulk, "a limit that is smaller than the number of requests at a time is kept too")
{
    write_private(key_file(), machine.create_key({"slow", "--rate", "3/s"}));
    write_lines(12);

    CHECK(memory("import", {lines_file(), "--parallel", "16"}).status == 0);

    CHECK(server.log().find("\"status\":429") == std::string::npos);
    CHECK(machine.key_field("slow", "requestCount") == "12");
}

TEST_CASE_FIXTURE(Bulk, "all memories can be deleted, and a dry run deletes none")
{
    write_lines(250);
    memory("import", {lines_file()});

    const Outcome tried = memory("delete", {"--all", "--dry-run"});
    CHECK(tried.out.find("248 memories would be deleted") != std::string::npos);
    CHECK(memory("delete", {"--all"}).status == 9);
    CHECK(memories().first == 248);
    CHECK(memory("delete", {"--all", "--yes", "--output", "jsonl"}).status == 0);
    CHECK(memories().first == 0);
}

TEST_CASE_FIXTURE(Bulk, "what was exported can be imported into another organization, whole")
{
    write_lines(250);
    memory("import", {lines_file()});
    const std::string exported = memory("export", {}).out;
    write_private(machine.keeps_secret(machine.home() / "other.key"),
                  machine.create_key({"other", "--organization", "other", "--rate", "none"}));

    Words words = command("import", {});
    words.insert(words.end(), {"--field", "created"});
    *(std::ranges::find(words, "--key-file") + 1) = (machine.home() / "other.key").string();
    const Outcome imported = machine.run(words, {.environment = {}, .input = exported});

    CHECK(imported.status == 0);
    CHECK(imported.out == "248\n");
}

TEST_SUITE_END();

}  // namespace azen::test
