/// A store of somebody else's: who may only read it, or not even that, is told so, and changes
/// nothing. To be another user takes a superuser.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

namespace fs = std::filesystem;

constexpr auto readable_directory = static_cast<fs::perms>(0555);

/// What can be seen of a file from outside, and all that is in it.
struct Seen {
    fs::perms mode;
    fs::file_time_type written_at;
    std::string content;

    bool operator==(const Seen&) const = default;
};

/// A store that root has made, and somebody else who finds it.
struct Foreign {
    Foreign()
    {
        machine.create_key({"ci"});
        fs::permissions(machine.home(), static_cast<fs::perms>(0755));
        fs::permissions(machine.home() / ".local", readable_directory);
        fs::permissions(machine.home() / ".local/share", readable_directory);
        fs::permissions(machine.directory(), readable_directory);
        fs::create_directory(everybodys());
        fs::permissions(everybodys(), fs::perms::all);
    }

    /// A directory that anybody can write into.
    fs::path everybodys() const { return machine.home() / "everybodys"; }

    /// Gives the store's file that mode, and what is beside it another.
    void let(int mode, int beside) const
    {
        for (const auto& entry : fs::directory_iterator{machine.directory()}) {
            const bool is_store = entry.path() == machine.store();
            fs::permissions(entry.path(), static_cast<fs::perms>(is_store ? mode : beside));
        }
    }

    Outcome as_another(const Words& words)
    {
        Words whole{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
        whole.insert(whole.end(), words.begin(), words.end());
        return machine.run(whole, {.environment = {"LD_PRELOAD="}, .input = {}});
    }

    /// Whether this can be tested here: the other user must find the program at least.
    bool can_be_another()
    {
        const bool can = ::geteuid() == 0 && as_another({AZEN_BINARY, "--version"}).status == 0;
        if (!can) {
            MESSAGE("the system does not let the test be another user");
        }
        return can;
    }

    std::map<std::string, Seen> files() const
    {
        std::map<std::string, Seen> seen;
        for (const auto& entry : fs::directory_iterator{machine.directory()}) {
            std::ifstream stream{entry.path(), std::ios::binary};
            seen[entry.path().filename()] = {
                .mode = entry.status().permissions(),
                .written_at = entry.last_write_time(),
                .content = {std::istreambuf_iterator<char>{stream}, {}}};
        }
        return seen;
    }

    /// Each command fails and says why, and what to do; the files stay as they are.
    void check_refused()
    {
        const auto before = files();
        REQUIRE(before.contains("azen.db"));
        for (const Words& words :
             std::vector<Words>{{"keys", "list"},
                                {"keys", "show", "ci"},
                                {"keys", "create", "mine"},
                                {"keys", "rotate", "ci"},
                                {"keys", "disable", "ci"},
                                {"users", "list"},
                                {"audit", "verify"},
                                {"store", "info"},
                                {"store", "backup", (everybodys() / "mine.db").string()},
                                {"store", "rekey"},
                                {"serve", "--listen", "127.0.0.1:0"}}) {
            Words whole{AZEN_BINARY};
            whole.insert(whole.end(), words.begin(), words.end());
            CAPTURE(words.at(0) + " " + words.at(1));
            const Outcome outcome = as_another(whole);
            CAPTURE(outcome.err);

            CHECK(outcome.status == 11);
            CHECK(outcome.out.empty());
            CHECK(outcome.err.starts_with("azen: error: "));
            CHECK(outcome.err.find("permissions") != std::string::npos);
        }
        CHECK(as_another({AZEN_BINARY, "store", "check"}).status == 11);
        CHECK((files() == before));
        CHECK_FALSE(fs::exists(everybodys() / "mine.db"));
        CHECK(machine.key_field("ci", "status") == "active");
    }

    Installation machine;
};

}  // namespace

TEST_SUITE_BEGIN("access");

TEST_CASE_FIXTURE(Foreign, "a store that can only be read is refused, and left as it is")
{
    if (can_be_another()) {
        let(0444, 0444);
        check_refused();
    }
}

TEST_CASE_FIXTURE(Foreign, "so it is when its lock can be taken")
{
    if (can_be_another()) {
        let(0444, 0666);
        check_refused();
    }
}

TEST_CASE_FIXTURE(Foreign, "a store that cannot be read is refused, and left as it is")
{
    if (can_be_another()) {
        let(0000, 0000);
        check_refused();
        let(0000, 0666);
        check_refused();
    }
}

TEST_SUITE_END();

}  // namespace azen::test
