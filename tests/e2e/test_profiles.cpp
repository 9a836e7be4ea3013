/// Profiles with the real program: what is written down once is all that a command needs.

#include <filesystem>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

#include "support/content.h"
#include "support/private_file.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

namespace fs = std::filesystem;

constexpr fs::perms others = fs::perms::group_all | fs::perms::others_all;

bool is_private(const fs::path& path)
{
    return (fs::status(path).permissions() & others) == fs::perms::none;
}

struct Profiles : Served {
    Profiles()
    {
        write_private(machine.keeps_secret(key_file()), key + "\n");
        machine.keeps_secret(configuration().parent_path() / "keys");
    }

    std::string key_file() const { return (machine.home() / "test.key").string(); }
    fs::path configuration() const { return machine.home() / ".config/azen/config.toml"; }

    Outcome add(const std::string& name, Words options, const std::string& input = {})
    {
        options.insert(options.begin(), {"profile", "add", name, "--base-url", server.url()});
        return machine.azen(options, {.environment = {}, .input = input});
    }
};

}  // namespace

TEST_SUITE_BEGIN("profiles");

TEST_CASE_FIXTURE(Profiles, "a key that is given once is kept well, and is all that is needed")
{
    REQUIRE(add("laptop", {"--key-stdin"}, key + "\n").status == 0);

    CHECK(machine.azen({"memory", "add", "I love hiking"}).status == 0);
    CHECK(machine.azen({"memory", "list"}).out.find("hiking") != std::string::npos);
    CHECK(is_private(configuration()));
    CHECK(is_private(configuration().parent_path()));
    CHECK(is_private(configuration().parent_path() / "keys/laptop.key"));
    CHECK(content_of(configuration()).find(key) == std::string::npos);
    CHECK(machine.printed().find(key) == std::string::npos);

    CHECK(machine.azen({"profile", "remove", "laptop", "--yes"}).status == 0);
    CHECK_FALSE(fs::exists(configuration().parent_path() / "keys/laptop.key"));
    CHECK(machine.azen({"memory", "list"}).status == 4);
}

TEST_CASE_FIXTURE(Profiles, "a key_command is asked each time, and its failure comes with a step")
{
    REQUIRE(add("work", {"--key-command", "cat '" + key_file() + "'"}).status == 0);
    CHECK(machine.azen({"memory", "list"}).status == 0);

    fs::remove(key_file());
    const Outcome failed = machine.azen({"memory", "list"});

    CHECK(failed.status == 4);
    CHECK(failed.err.find("key_command failed with status 1") != std::string::npos);
    CHECK(failed.err.find("azen: hint: run it by itself") != std::string::npos);
}

TEST_CASE_FIXTURE(Profiles, "a key file that others can read is refused until it is closed to them")
{
    REQUIRE(add("work", {"--key-file", key_file()}).status == 0);
    fs::permissions(key_file(), fs::perms::others_read, fs::perm_options::add);

    const Outcome not_added = add("other", {"--key-file", key_file()});
    const Outcome refused = machine.azen({"memory", "list"});
    const Outcome shown = machine.azen({"profile", "show"});
    fs::permissions(key_file(), others, fs::perm_options::remove);

    CHECK(not_added.status == 2);
    CHECK(not_added.err.find("chmod 600 " + key_file()) != std::string::npos);
    CHECK(refused.status == 2);
    CHECK(refused.err.find("chmod 600 " + key_file()) != std::string::npos);
    CHECK(shown.out.find("open to other users") != std::string::npos);
    CHECK(machine.azen({"memory", "list"}).status == 0);
}

TEST_CASE_FIXTURE(Profiles, "a profile's key goes to no other server, whoever names that")
{
    REQUIRE(add("work", {"--key-file", key_file()}).status == 0);
    fs::permissions(key_file(), others, fs::perm_options::remove);
    const Call elsewhere{.environment = {"AZEN_BASE_URL=http://127.0.0.1:1"}, .input = {}};

    const Outcome withheld = machine.azen({"memory", "list"}, elsewhere);
    const Outcome explained = machine.azen({"config", "explain"}, elsewhere);

    CHECK(withheld.status == 4);
    CHECK(withheld.err.find("the key of profile work is for") != std::string::npos);
    CHECK(explained.out.find("AZEN_BASE_URL") != std::string::npos);
    CHECK(machine.azen({"memory", "list", "--base-url", server.url()}, elsewhere).status == 0);
}

TEST_CASE_FIXTURE(Profiles, "a dry run of a change leaves the configuration as it is")
{
    REQUIRE(add("work", {"--key-file", key_file()}).status == 0);
    const std::string before = content_of(configuration());

    CHECK(add("new", {"--key-stdin", "--dry-run"}, key + "\n").status == 0);
    CHECK(machine.azen({"profile", "use", "work", "--dry-run"}).status == 0);
    CHECK(machine.azen({"profile", "remove", "work", "--dry-run"}).status == 0);

    CHECK(content_of(configuration()) == before);
    CHECK_FALSE(fs::exists(configuration().parent_path() / "keys"));
}

TEST_SUITE_END();

}  // namespace azen::test
