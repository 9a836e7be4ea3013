/// Keys of a server, administered from another machine by the real program.

#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "support/private_file.h"

#include "e2e/installation.h"
#include "e2e/sessions.h"

namespace azen::test {

namespace {

/// A server with a manager's key, and a machine that has nothing but that key in a file.
struct Apart {
    Apart()
    {
        for (const char* name : {"admin.key", "ci.key", "new.key", "cookie"}) {
            here.keeps_secret(path(name));
        }
        write("admin.key", manager);
    }

    Outcome keys(Words words)
    {
        words.insert(words.begin(), "keys");
        words.insert(words.end(), {"--server", server.url(), "--key-file", path("admin.key")});
        return here.azen(words);
    }

    std::string path(const std::string& name) const { return (here.home() / name).string(); }

    void write(const std::string& name, const std::string& text) const
    {
        write_private(here.home() / name, text);
    }
    std::string read(const std::string& name) const
    {
        std::ifstream stream{here.home() / name};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }

    int status_of(const std::string& key) const { return server.request(verify(key)).status; }

    Installation there;
    RunningServer server{there};
    std::string manager =
        there.create_key({"manager",
                          "--rate",
                          "none",
                          "--permissions",
                          "keys.read,keys.write,keys.delete,keys.export,keys.import"});
    Installation here;
};

std::string trimmed(std::string text)
{
    text.erase(text.find_last_not_of('\n') + 1);
    return text;
}

}  // namespace

TEST_SUITE_BEGIN("remote-keys");

TEST_CASE_FIXTURE(Apart, "a key lives its life from another machine, and no secret is printed")
{
    CHECK(keys({"create", "ci", "--to-file", path("ci.key")}).status == 0);
    const std::string first = trimmed(read("ci.key"));
    CHECK(status_of(first) == 200);
    CHECK(keys({"list", "--output", "name"})
              .out.find(json_at(keys({"show", "ci", "--output", "json"}).out, "/id")) !=
          std::string::npos);

    CHECK(keys({"rotate", "ci", "--to-file", path("ci.key")}).status == 0);
    const std::string second = trimmed(read("ci.key"));
    CHECK(second != first);
    CHECK(status_of(first) == 200);
    CHECK(status_of(second) == 200);
    CHECK(keys({"rotate", "ci", "--finish", "--yes"}).status == 0);
    CHECK(status_of(first) == 403);

    CHECK(keys({"disable", "ci"}).status == 0);
    CHECK(status_of(second) == 403);
    CHECK(keys({"enable", "ci"}).status == 0);
    CHECK(status_of(second) == 200);
    CHECK(keys({"delete", "ci", "--yes"}).status == 0);
    CHECK(status_of(second) == 403);
    CHECK(keys({"prune", "--revoked", "--yes"}).status == 0);
    CHECK(keys({"show", "ci"}).status == 3);
    for (const std::string& secret : {first, second, manager}) {
        CHECK(here.printed().find(secret) == std::string::npos);
        CHECK(server.log().find(secret) == std::string::npos);
    }
}

TEST_CASE_FIXTURE(Apart, "a signed-in user may at the command line what the web client may")
{
    write("cookie", sign_in(there, server));
    const auto keys = [this](Words words) {
        words.insert(words.begin(), "keys");
        words.insert(words.end(), {"--server", server.url(), "--session-file", path("cookie")});
        return here.azen(words);
    };

    CHECK(keys({"create", "ci", "--to-file", path("ci.key")}).status == 0);
    const std::string first = trimmed(read("ci.key"));
    CHECK(status_of(first) == 200);
    CHECK(keys({"list", "--field", "name"}).out == "ci\n");
    CHECK(keys({"rotate", "ci", "--now", "--yes", "--to-file", path("ci.key")}).status == 0);
    const std::string second = trimmed(read("ci.key"));
    CHECK(status_of(first) == 403);
    CHECK(status_of(second) == 200);
    CHECK(keys({"name", "ci", "ci-old"}).status == 0);
    CHECK(keys({"disable", "ci-old"}).status == 0);
    CHECK(status_of(second) == 403);
    CHECK(keys({"enable", "ci-old"}).status == 0);

    CHECK(keys({"limit", "ci-old", "--rate", "5/s"}).status == 2);
    CHECK(keys({"permit", "ci-old", "--grant", "keys.write"}).status == 2);
    CHECK(keys({"export"}).status == 2);
    CHECK(there.key_field("ci-old", "rateLimitMax") == "60");
    CHECK(there.key_field("ci-old", "permissions").find("keys") == std::string::npos);

    CHECK(keys({"delete", "ci-old", "--yes"}).status == 0);
    CHECK(status_of(second) == 403);
    write("cookie", "better-auth.session_token=forged.AAAA");
    CHECK(keys({"list"}).status == 4);
}

TEST_CASE_FIXTURE(Apart, "a delivery that fails leaves the key as it was")
{
    keys({"create", "ci", "--to-file", path("ci.key")});
    const std::string secret = trimmed(read("ci.key"));

    CHECK(keys({"rotate", "ci", "--now", "--yes", "--deliver", "exit 3"}).status == 1);
    CHECK(status_of(secret) == 200);
    CHECK(keys({"create", "other", "--deliver", "exit 3"}).status == 1);
    CHECK(json_at(keys({"show", "other", "--output", "json"}).out, "/status") == "revoked");
    CHECK(keys({"rotate", "ci", "--start-grace", "now", "--deliver", "cat > " + path("new.key")})
              .status == 0);
    CHECK(status_of(trimmed(read("new.key"))) == 200);
    CHECK(status_of(secret) == 200);
}

TEST_CASE_FIXTURE(Apart, "a backup of a server's keys is put back by the server's own commands")
{
    keys({"create", "ci", "--to-file", path("ci.key")});
    const std::string secret = trimmed(read("ci.key"));
    write("backup.jsonl", keys({"export", "ci"}).out);
    keys({"delete", "ci", "--yes"});

    const Outcome restored = keys({"import", path("backup.jsonl"), "--on-conflict", "replace"});

    CHECK(restored.status == 0);
    CHECK(status_of(secret) == 200);
}

TEST_CASE_FIXTURE(Apart, "a key without the permission is refused, and changes nothing")
{
    write("admin.key", there.create_key({"plain"}));

    for (const Words& words : std::vector<Words>{
             {"list"}, {"create", "more"}, {"delete", "manager", "--yes"}, {"export"}}) {
        CHECK(keys(words).status == 4);
    }
    CHECK(there.key_field("manager", "status") == "active");
}

TEST_SUITE_END();

}  // namespace azen::test
