/// An import that dies at any of its writes: what it was told to bring in is there once the same
/// command has run again, nothing of it twice, and the store is sound.

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/private_file.h"

#include "e2e/crash_scene.h"

namespace azen::test {

namespace {

/// Keys of another machine, as lines, and the secrets that have to work afterwards.
struct ExportedKeys {
    ExportedKeys()
    {
        Installation source;
        for (const char* name : {"ci", "web", "cron"}) {
            secrets.push_back(source.create_key({name}));
        }
        lines = source.azen({"keys", "export"}).out;
    }

    std::vector<std::string> secrets;
    std::string lines;
};

std::size_t count_accepted(const Installation& machine, const std::vector<std::string>& secrets)
{
    std::size_t accepted = 0;
    for (const std::string& secret : secrets) {
        accepted += is_accepted(machine, secret) ? 1 : 0;
    }
    return accepted;
}

/// Kills `azen keys import` at its `number`th write, on a copy of `original`; false when it came to
/// its end before.
bool kill_key_import(const Installation& original,
                     const ExportedKeys& keys,
                     const std::string& how,
                     int number)
{
    Installation machine;
    std::filesystem::create_directories(machine.directory().parent_path());
    std::filesystem::copy(original.directory(), machine.directory());
    const std::string file = (machine.home() / "keys.jsonl").string();
    std::ofstream{file} << keys.lines;
    const Words import{"keys", "import", file, "--organization", "moved", "--user", "moved"};
    const Outcome outcome = run_doomed(machine, import, how, number);

    CHECK(is_sound(machine));
    const std::size_t imported = count_accepted(machine, keys.secrets);
    CHECK((imported == 0 || imported == keys.secrets.size()));
    Words skipping = import;
    skipping.insert(skipping.end(), {"--on-conflict", "skip"});
    const Outcome again = machine.azen(skipping);
    CHECK_MESSAGE(again.status == 0, again.err);
    CHECK(count_accepted(machine, keys.secrets) == keys.secrets.size());
    return outcome.status == killed;
}

/// A server that stays, and an import from lines that are others each time.
class MemoryImports {
public:
    MemoryImports()
    {
        write_private(machine_.keeps_secret(key_file()),
                      machine_.create_key({"bulk", "--rate", "none"}));
    }

    /// Kills `azen memory import` at its `number`th write; false when it came to its end before.
    bool kill_one(const std::string& how, int number)
    {
        write_lines(how + " " + std::to_string(number));
        const Outcome outcome = run_doomed(machine_, command(), how, number);

        CHECK((outcome.status == killed || outcome.status == part_rejected));
        // All was done already when the first life ended with what it still had to say.
        const Outcome again = machine_.azen(command());
        CHECK_MESSAGE((again.status == part_rejected || again.status == conflict), again.err);
        expected_ += good_lines;
        CHECK_FALSE(std::filesystem::exists(lines_file() + ".checkpoint"));
        return outcome.status == killed;
    }

    /// How many memories there have to be by now, and those that there are.
    std::size_t expected() const { return expected_; }
    std::vector<std::string> texts()
    {
        std::vector<std::string> texts;
        const Outcome exported = machine_.azen(
            {"memory", "export", "--base-url", server_.url(), "--key-file", key_file()});
        std::istringstream lines{exported.out};
        for (std::string line; std::getline(lines, line);) {
            texts.push_back(json_at(line, "/content"));
        }
        return texts;
    }

private:
    static constexpr std::size_t good_lines = 4;
    static constexpr int part_rejected = 8;
    static constexpr int conflict = 5;

    std::string key_file() const { return (machine_.home() / "key").string(); }
    std::string lines_file() const { return (machine_.home() / "lines").string(); }

    void write_lines(const std::string& mark) const
    {
        std::filesystem::remove(lines_file() + ".rejects");
        std::ofstream file{lines_file()};
        for (std::size_t line = 0; line < good_lines; ++line) {
            file << R"({"text":"line )" << line << " of " << mark << "\"}\n";
        }
        file << "{\"no\":\"text\"}\n";
    }

    Words command() const
    {
        return {"memory",
                "import",
                "--base-url",
                server_.url(),
                "--key-file",
                key_file(),
                lines_file()};
    }

    Installation machine_;
    RunningServer server_{machine_};
    std::size_t expected_ = 0;
};

}  // namespace

TEST_SUITE_BEGIN("import-crash");

TEST_CASE("killed at any write, an import of keys has happened or not, and can be done again")
{
    const ExportedKeys keys;
    Installation original;
    original.create_key({"other"});
    for (const char* how : {"before", "torn"}) {
        CAPTURE(how);
        int number = 1;
        while (kill_key_import(original, keys, how, number)) {
            REQUIRE(++number < most_writes);
        }
        MESSAGE("killed at each of " << number - 1 << " writes");
        CHECK(number > 10);
    }
}

TEST_CASE("killed at any write of an import of memories, none is lost and none is there twice")
{
    MemoryImports imports;
    for (const char* how : {"before", "torn"}) {
        CAPTURE(how);
        int number = 1;
        while (imports.kill_one(how, number)) {
            REQUIRE(++number < most_writes);
        }
        MESSAGE("killed at each of " << number - 1 << " writes");
        CHECK(number > 5);
    }
    const std::vector<std::string> texts = imports.texts();
    CHECK(texts.size() == imports.expected());
    CHECK(std::set<std::string>(texts.begin(), texts.end()).size() == imports.expected());
}

TEST_SUITE_END();

}  // namespace azen::test
