#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/store_rekey.h"
#include "cli/master_key_choice.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/live_server.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

namespace fs = std::filesystem;
using test::contains;

const std::string old_key(64, '0');  // the live server's
const std::string new_key(64, 'b');

/// A store with three memories, sealed under `old_key`, which is in the file beside it.
struct Fixture {
    Fixture()
    {
        console.set("AZEN_API_KEY", console.create_key("ci"));
        const test::LiveServer server{console};
        for (const char* text : {"one", "two", "three"}) {
            console.run({"memory", "add", text, "--base-url", server.url()});
        }
        put_keys(old_key);
    }

    void put_keys(const std::string& text) const
    {
        std::ofstream{key_file} << text << '\n';
        fs::permissions(key_file, fs::perms{0600});
    }
    std::size_t keys_kept() const
    {
        const std::string text = test::read_file(key_file);
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }
    nlohmann::json rekey(const test::Words& further = {})
    {
        test::Words words{"store", "rekey", "--output", "json"};
        words.insert(words.end(), further.begin(), further.end());
        CHECK(console.run(words) == ExitStatus::ok);
        return nlohmann::json::parse(console.out());
    }
    std::string current()
    {
        console.run({"store", "info", "--field", "masterKeyId"});
        return console.first_line();
    }

    test::Console console;
    fs::path key_file = console.store().string() + ".master-key";
};

}  // namespace

TEST_CASE("old keys are kept unless they are to be dropped")
{
    const auto parse = [](const test::Words& words) {
        return test::parse_as<store_rekey::parse>("store rekey", words);
    };

    CHECK_FALSE(parse({})->drop_old);
    CHECK(parse({"--drop-old"})->drop_old);
}

TEST_CASE_FIXTURE(Fixture, "all memories are sealed under a new key, which comes first in the file")
{
    const std::string before = current();

    const auto json = rekey();

    CHECK(json.at("resealed") == 3);
    CHECK(json.at("remaining") == 0);
    CHECK(json.at("isNew") == true);
    CHECK(current() == json.at("masterKeyId"));
    CHECK(current() != before);
    CHECK(keys_kept() == 2);
    CHECK(test::read_file(key_file).substr(65) == old_key + "\n");
    CHECK(console.run({"store", "check"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "a key that no memory needs is dropped when that is asked for")
{
    rekey();
    const std::string kept = test::read_file(key_file).substr(0, 65);

    const auto json = rekey({"--drop-old"});

    CHECK(json.at("isNew") == false);
    CHECK(json.at("droppedMasterKeys").size() == 1);
    CHECK(test::read_file(key_file) == kept);
    CHECK(console.run({"store", "check"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "which keys are dropped is told, and before that which would be")
{
    const std::string old = current();
    rekey();

    CHECK(console.run({"store", "rekey", "--drop-old", "--dry-run"}) == ExitStatus::ok);
    CHECK(contains(console.err(), "1 old key would be dropped from the key file: " + old));
    CHECK(rekey({"--drop-old", "-n"}).at("droppedMasterKeys").at(0) == old);
    CHECK(keys_kept() == 2);

    CHECK(console.run({"store", "rekey", "--drop-old"}) == ExitStatus::ok);
    CHECK(contains(console.err(), "1 old key is dropped from the key file: " + old));
}

TEST_CASE_FIXTURE(Fixture, "both can be done at once")
{
    const auto json = rekey({"--drop-old"});

    CHECK(json.at("isNew") == true);
    CHECK(json.at("resealed") == 3);
    CHECK(keys_kept() == 1);
    CHECK(console.run({"store", "check"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "a key that someone has put before the old one is gone over to")
{
    put_keys(new_key + "\n" + old_key);

    const auto json = rekey();

    CHECK(json.at("isNew") == false);
    CHECK(json.at("resealed") == 3);
    CHECK(keys_kept() == 2);
    CHECK(test::read_file(key_file).starts_with(new_key));
}

TEST_CASE_FIXTURE(Fixture, "keys in the environment are gone over to, and none is made there")
{
    console.set("AZEN_MASTER_KEY", old_key);
    CHECK(console.run({"store", "rekey"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "AZEN_MASTER_KEY"));

    console.set("AZEN_MASTER_KEY", new_key + "," + old_key);
    CHECK(rekey().at("resealed") == 3);
    console.set("AZEN_MASTER_KEY", new_key);
    CHECK(console.run({"store", "check"}) == ExitStatus::ok);
    CHECK(keys_kept() == 1);
}

TEST_CASE_FIXTURE(Fixture, "without the key of what is stored nothing is begun")
{
    put_keys(new_key);
    CHECK(console.run({"store", "rekey"}) == ExitStatus::usage);
    fs::remove(key_file);
    CHECK(console.run({"store", "rekey"}) == ExitStatus::not_found);

    put_keys(old_key);
    CHECK(console.run({"store", "check"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "a dry run tells how many memories there are, and makes no key")
{
    const auto json = rekey({"--dry-run"});

    CHECK(json.at("resealed") == 3);
    CHECK(json.at("remaining") == 0);
    CHECK(json.at("masterKeyId").is_null());
    CHECK(keys_kept() == 1);
    CHECK(console.run({"store", "rekey", "--dry-run"}) == ExitStatus::ok);
    CHECK(console.out() == "3 memories would be sealed under a new master key\n");
}

TEST_CASE_FIXTURE(Fixture, "the audit trail has it")
{
    rekey();

    console.run({"audit", "list", "--field", "action"});

    CHECK(console.first_line() == "master-key.rotate");
}

}  // namespace azen::cli
