/// Keys that would leak: the real program between a developer and a repository.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// A repository with the hook that azen prints, on a machine where azen is installed.
struct Repository {
    Repository()
    {
        std::filesystem::create_directories(bin());
        std::filesystem::create_symlink(AZEN_BINARY, bin() / "azen");
        git({"init", "--quiet", directory().string()});
        const auto hook = directory() / ".git/hooks/pre-commit";
        std::ofstream{hook} << machine.azen({"scan", "--print-pre-commit-hook"}).out;
        std::filesystem::permissions(hook, std::filesystem::perms::owner_all);
    }

    std::filesystem::path bin() const { return machine.home() / "bin"; }
    std::filesystem::path directory() const { return machine.home() / "work"; }

    Outcome git(const Words& words)
    {
        const char* path = std::getenv("PATH");
        Words whole{"env",
                    "PATH=" + bin().string() + ":" + (path != nullptr ? path : "/usr/bin:/bin"),
                    "GIT_CONFIG_NOSYSTEM=1",
                    "git",
                    "-c",
                    "user.name=a",
                    "-c",
                    "user.email=a@localhost"};
        if (words.front() != "init") {
            whole.insert(whole.end(), {"-C", directory().string()});
        }
        whole.insert(whole.end(), words.begin(), words.end());
        return machine.run(whole);
    }

    Outcome commit(const std::string& text)
    {
        std::ofstream{directory() / "notes.txt"} << text;
        git({"add", "notes.txt"});
        return git({"commit", "--quiet", "-m", "notes"});
    }

    Installation machine;
};

}  // namespace

TEST_SUITE_BEGIN("scan");

TEST_CASE("a commit that would add a key is refused, and says which key, not what it is")
{
    Repository repository;
    const std::string key = repository.machine.create_key({"ci"});
    REQUIRE(repository.commit("nothing\n").status == 0);

    const Outcome refused = repository.commit("key: " + key + "\n");

    CHECK(refused.status != 0);
    CHECK((refused.out + refused.err).find("notes.txt:1:6") != std::string::npos);
    CHECK((refused.out + refused.err).find(" ci ") != std::string::npos);
    CHECK((refused.out + refused.err).find(key) == std::string::npos);
    CHECK(repository.commit("nothing more\n").status == 0);
}

TEST_CASE("a commit on a machine without azen is refused too: nobody has looked at it")
{
    Repository repository;
    std::filesystem::remove(repository.bin() / "azen");

    CHECK(repository.commit("nothing\n").status != 0);
}

TEST_CASE("a key that was found can be revoked on the spot, and no server accepts it any more")
{
    Served served;
    Installation& machine = served.machine;
    std::ofstream{machine.keeps_secret(machine.home() / "leak.txt")} << served.key << '\n';

    const Outcome scan = machine.azen({"scan", machine.home().string(), "--revoke-found", "--yes"});

    CHECK(scan.status == 10);
    CHECK(served.server.request(verify(served.key)).status == 403);
}

TEST_SUITE_END();

}  // namespace azen::test
