/// The command line as a person and a script meet it: real process, real store, real server.

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "support/private_file.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

struct Client : Served {
    Call credentials{.environment = {"AZEN_API_KEY=" + key, "AZEN_BASE_URL=" + server.url()},
                     .input = {}};

    Outcome memory(Words words, const std::string& input = {})
    {
        words.insert(words.begin(), "memory");
        Call call = credentials;
        call.input = input;
        return machine.azen(words, call);
    }
};

bool starts_with_error(const Outcome& outcome)
{
    return outcome.err.find("azen: error: ") == 0;
}

}  // namespace

TEST_SUITE_BEGIN("cli");

TEST_CASE("a machine that has nothing needs no set-up for its first key")
{
    Installation machine;

    const Outcome created = machine.azen({"keys", "create", "ci"});
    const Outcome listed = machine.azen({"keys", "list"});

    CHECK(created.status == 0);
    CHECK(std::filesystem::exists(machine.store()));
    CHECK(listed.status == 0);
    CHECK(listed.out.find("ci") != std::string::npos);
    CHECK(listed.out.find("active") != std::string::npos);
}

TEST_CASE("a whole life of a key, by name")
{
    Installation machine;
    const std::string key = machine.create_key({"ci", "--rate", "10/s", "--expires", "30d"});
    const Call with_key{.environment = {"AZEN_API_KEY=" + key}, .input = {}};

    CHECK(machine.azen({"keys", "verify"}, with_key).status == 0);
    CHECK(machine.azen({"keys", "name", "ci", "deploy"}).status == 0);
    CHECK(machine.azen({"keys", "disable", "deploy"}).status == 0);
    CHECK(machine.azen({"keys", "verify"}, with_key).status == 10);
    CHECK(machine.azen({"keys", "enable", "deploy"}).status == 0);
    CHECK(machine.azen({"keys", "limit", "deploy", "--quota", "5"}).status == 0);
    CHECK(machine.azen({"keys", "permit", "deploy", "--revoke", "memory.delete"}).status == 0);
    CHECK(machine.azen({"keys", "verify", "--permission", "memory.delete"}, with_key).status == 10);
    CHECK(machine.azen({"keys", "usage", "deploy"}).status == 0);
    CHECK(machine.key_field("deploy", "remaining") == "5");
    CHECK(machine.azen({"keys", "delete", "deploy", "--yes"}).status == 0);
    CHECK(machine.azen({"keys", "verify"}, with_key).status == 10);
    CHECK(machine.azen({"keys", "list"}).out.find("revoked") != std::string::npos);
}

TEST_CASE("a secret can come from a file or from standard input")
{
    Installation machine;
    const std::string key = machine.create_key({"ci"});
    const std::string file = machine.keeps_secret(machine.home() / "key").string();
    write_private(file, key + "\n");

    CHECK(machine.azen({"keys", "verify", "--key-file", file}).status == 0);
    CHECK(machine.azen({"keys", "verify", "--key-stdin"}, {.environment = {}, .input = key + "\n"})
              .status == 0);
}

TEST_CASE("what is printed for machines is one JSON object with a schema")
{
    Installation machine;
    machine.create_key({"ci"});

    for (const Words& words : {Words{"keys", "list"},
                               Words{"keys", "show", "ci"},
                               Words{"keys", "create", "two"},
                               Words{"keys", "usage", "ci"},
                               Words{"status"},
                               Words{"version"}}) {
        CAPTURE(words);
        Words whole = words;
        whole.insert(whole.end(), {"--output", "json"});
        const Outcome outcome = machine.azen(whole);
        CHECK(outcome.status == 0);
        CHECK(json_at(outcome.out, "/schema").find("azen.") == 0);
    }
}

TEST_CASE("each way to fail has its own exit status")
{
    Installation machine;
    machine.create_key({"twin"});
    machine.create_key({"twin"});
    const Call unreachable{
        .environment = {"AZEN_BASE_URL=http://127.0.0.1:1",
                        "AZEN_API_KEY=" + std::string("az_") + std::string(64, 'q')},
        .input = {}};

    const Outcome unknown_command = machine.azen({"keys", "crate"});
    const Outcome ambiguous = machine.azen({"keys", "show", "twin"});

    CHECK(unknown_command.status == 2);
    CHECK(unknown_command.err.find("create") != std::string::npos);
    CHECK(machine.azen({"keys", "create", "x", "--rate", "fast"}).status == 2);
    CHECK(machine.azen({"keys", "show", "nobody"}).status == 3);
    CHECK(machine
              .azen({"memory", "list"},
                    {.environment = {"AZEN_BASE_URL=http://127.0.0.1:1"}, .input = {}})
              .status == 4);
    CHECK(ambiguous.status == 5);
    CHECK(machine.azen({"memory", "list"}, unreachable).status == 7);
    CHECK(machine.azen({"keys", "delete", "twin"}).status != 0);
    CHECK(starts_with_error(ambiguous));
    CHECK(ambiguous.out.empty());
}

TEST_CASE("without a terminal a deletion needs --yes")
{
    Installation machine;
    machine.create_key({"ci"});

    const Outcome outcome = machine.azen({"keys", "delete", "ci"});

    CHECK(outcome.status == 9);
    CHECK(outcome.err.find("--yes") != std::string::npos);
    CHECK(machine.azen({"keys", "list"}).out.find("active") != std::string::npos);
}

TEST_CASE("a file that is no store, or another program's, is left alone")
{
    Installation machine;
    const std::string text = (machine.home() / "text.db").string();
    const std::string other = (machine.home() / "other.db").string();
    std::ofstream{text} << std::string(5000, 'x');
    machine.run({"sqlite3", other, "CREATE TABLE mine(a); PRAGMA user_version=7;"});

    const Outcome corrupt = machine.azen({"keys", "list", "--db", text});
    const Outcome foreign = machine.azen({"keys", "create", "x", "--db", other});

    CHECK(corrupt.status == 11);
    CHECK(foreign.status == 11);
    CHECK(starts_with_error(corrupt));
    CHECK(machine.run({"sqlite3", other, ".tables"}).out.find("mine") != std::string::npos);
    CHECK(std::filesystem::file_size(text) == 5000);
}

TEST_CASE("a reader that goes away early is no error")
{
    Installation machine;
    machine.create_key({"ci"});

    const Outcome outcome = machine.run(
        {"bash", "-c", "set -o pipefail; \"$0\" keys list | true; echo $?", AZEN_BINARY});

    CHECK(outcome.out == "0\n");
    CHECK(outcome.err.empty());
}

TEST_CASE("a reader that goes away ends what is followed, also when nothing happens")
{
    Installation machine;
    machine.create_key({"ci"});

    const Outcome outcome = machine.run(
        {"bash", "-c", "set -o pipefail; timeout 20 \"$0\" audit follow | head -1", AZEN_BINARY});

    CHECK(outcome.status == 0);
    CHECK(outcome.out.find("organization.create") != std::string::npos);
}

TEST_CASE("a closed standard input is not taken for one in which nothing was found")
{
    Installation machine;

    const Outcome outcome = machine.run({"bash", "-c", "\"$0\" scan - <&-", AZEN_BINARY});

    CHECK(outcome.status == 8);
    CHECK(outcome.err.find("standard input") != std::string::npos);
}

TEST_CASE("a full disk is told of, and not what was to be written")
{
    Served served;
    const Call call{
        .environment = {"AZEN_API_KEY=" + served.key, "AZEN_BASE_URL=" + served.server.url()},
        .input = {}};
    served.machine.azen({"memory", "add", "tea"}, call);

    const Outcome outcome =
        served.machine.run({"bash", "-c", "\"$0\" memory export > /dev/full", AZEN_BINARY}, call);

    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("could not be written") != std::string::npos);
    CHECK(outcome.err.find("1 memory") == std::string::npos);
}

TEST_CASE_FIXTURE(Client, "a line that is nested without end is rejected, and the rest imported")
{
    const std::string deep(200'000, '[');
    const std::string file = (machine.home() / "deep.jsonl").string();
    std::ofstream{file} << R"({"text":"a","metadata":{"a":)" << deep
                        << std::string(deep.size(), ']') << "}}\n"
                        << R"({"text":"b"})" << "\n";

    const Outcome imported = memory({"import", file});

    CHECK(imported.status == 8);
    CHECK(imported.out.find("1 memory is new") != std::string::npos);
    CHECK(imported.out.find("1 line was rejected") != std::string::npos);
}

TEST_CASE("help and version need no store and touch none")
{
    Installation machine;

    CHECK(machine.azen({"--version"}).out.find("azen 0.1.0") == 0);
    CHECK(machine.azen({"--help"}).out.find("keys") != std::string::npos);
    CHECK(machine.azen({"keys", "create", "--help"}).out.find("--rate") != std::string::npos);
    CHECK(machine.azen({"help", "keys"}).status == 0);
    CHECK_FALSE(std::filesystem::exists(machine.store()));
}

TEST_CASE_FIXTURE(Client, "a memory can be added, found, read and deleted")
{
    const Outcome added = memory({"add", "I love hiking in the mountains", "--output", "json"});
    const std::string id = json_at(added.out, "/memoryId");

    const Outcome found = memory({"search", "hiking"});
    const Outcome read = memory({"get", id});
    const Outcome listed = memory({"list"});
    const Outcome erased = memory({"delete", id, "--yes"});

    CHECK(added.status == 0);
    CHECK(found.out.find("hiking in the mountains") != std::string::npos);
    CHECK(read.out.find("hiking in the mountains") != std::string::npos);
    CHECK(listed.out.find("hiking") != std::string::npos);
    CHECK(erased.status == 0);
    CHECK(memory({"get", id}).status == 3);
}

TEST_CASE_FIXTURE(Client, "a text can come from standard input or a file, and once is enough")
{
    const std::string file = (machine.home() / "note").string();
    std::ofstream{file} << "from a file";

    CHECK(memory({"add", "-"}, "from standard input").status == 0);
    CHECK(memory({"add", "--file", file, "--dedup-key", "note"}).status == 0);
    CHECK(memory({"add", "--file", file, "--dedup-key", "note"}).status == 0);

    const Outcome listed = memory({"list", "--output", "json"});
    CHECK(json_at(listed.out, "/total_count") == "2");
}

TEST_CASE_FIXTURE(Client, "usage and status speak of the server in use")
{
    memory({"add", "counted"});

    const Outcome usage = machine.azen({"usage", "--output", "json"}, credentials);
    const Outcome status = machine.azen({"status"}, credentials);

    CHECK(usage.status == 0);
    CHECK(json_at(usage.out, "/summary/total_requests") == "1");
    CHECK(status.status == 0);
    CHECK((status.out + status.err).find(server.url()) != std::string::npos);
}

TEST_CASE_FIXTURE(Client, "what the server refuses decides the exit status")
{
    const auto status_with = [&](const std::string& secret) {
        return machine
            .azen({"memory", "list"},
                  {.environment = {"AZEN_API_KEY=" + secret, "AZEN_BASE_URL=" + server.url()},
                   .input = {}})
            .status;
    };
    const std::string spent = machine.create_key({"spent", "--rate", "none", "--quota", "0"});
    const std::string off = machine.create_key({"off", "--disabled"});

    CHECK(status_with(key) == 0);
    CHECK(status_with(off) == 4);
    CHECK(status_with(spent) == 6);
    CHECK(memory({"get", "not-an-id"}).status == 2);
    CHECK(memory({"get", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}).status == 3);
}

TEST_SUITE_END();

}  // namespace azen::test
