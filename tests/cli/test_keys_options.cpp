/// Whose keys a command acts on: of the store, or of a server that was asked for.

#include <array>
#include <cstddef>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/support/console.h"
#include "cli/support/live_server.h"
#include "support/private_file.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Words;

constexpr const char* everything = "keys.read,keys.write,keys.delete,keys.export,keys.import";

/// A server with a manager's key, and a console on another machine.
struct Apart {
    Apart()
    {
        // The server's clock is the system's.
        there.clock.set(SystemClock{}.now());
        here.clock.set(SystemClock{}.now());
        const std::string secret =
            there.create_key("manager", {"--permissions", everything, "--rate", "none"});
        here.set("AZEN_API_KEY", secret);
    }

    /// Runs a command on the server's keys.
    ExitStatus run(Words words)
    {
        words.insert(words.end(), {"--server", server.url()});
        return here.run(words);
    }

    std::filesystem::path write(const std::string& name, const std::string& text) const
    {
        const std::filesystem::path file = here.home() / name;
        test::write_private(file, text);
        return file;
    }

    test::Console there;
    test::Console here;
    test::LiveServer server{there};
};

}  // namespace

TEST_CASE_FIXTURE(Apart, "every command on keys works on a server's, and says which")
{
    CHECK(run({"keys", "create", "ci", "--expires", "90d", "--quota", "9"}) == ExitStatus::ok);
    CHECK(contains(here.err(), "on " + server.url()));
    const std::string secret = here.first_line();
    const std::string file = write("presented", secret).string();
    for (const Words& words :
         std::vector<Words>{{"keys", "list"},
                            {"keys", "show", "ci"},
                            {"keys", "verify", "--key-file", file},
                            {"keys", "verify", "--explain", "--key-file", file},
                            {"keys", "usage", "ci"},
                            {"keys", "disable", "ci"},
                            {"keys", "enable", "ci", "manager"},
                            {"keys", "expire", "ci", "never"},
                            {"keys", "limit", "ci", "--rate", "5/s"},
                            {"keys", "permit", "ci", "--grant", "a.b"},
                            {"keys", "rotate", "ci"},
                            {"keys", "rotate", "ci", "--abort"},
                            {"keys", "rotate", "ci", "--now", "--yes"},
                            {"keys", "name", "ci", "cd"},
                            {"keys", "export", "cd"},
                            {"keys", "check", "--max-age", "1d"},
                            {"keys", "delete", "cd", "--yes"},
                            {"keys", "prune", "--revoked", "--yes"}}) {
        CAPTURE(words.at(1));
        CHECK(run(words) == ExitStatus::ok);
        CAPTURE(here.err());
    }
    CHECK(run({"keys", "show", "cd"}) == ExitStatus::not_found);
    CHECK_FALSE(std::filesystem::exists(here.store()));
}

TEST_CASE_FIXTURE(Apart, "keys go from store to server and back")
{
    std::array<std::byte, 8> other_ids{};  // than the server's machine has
    here.random.fill(other_ids);
    here.create_key("mine");
    here.run({"keys", "export", "mine"});
    const std::string file = write("mine.jsonl", here.out()).string();

    CHECK(run({"keys", "import", file}) == ExitStatus::conflict);
    CHECK(contains(here.out() + here.err(), "--user local"));
    const ExitStatus outcome = run({"keys", "import", file, "--user", "local"});

    CAPTURE(here.err());
    CHECK(outcome == ExitStatus::ok);
    CHECK(run({"keys", "show", "mine"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Apart, "on a server a dry run changes nothing")
{
    run({"keys", "create", "ci"});

    CHECK(run({"keys", "create", "other", "--dry-run"}) == ExitStatus::ok);
    CHECK(contains(here.err(), "dry run"));
    CHECK(run({"keys", "disable", "ci", "--dry-run"}) == ExitStatus::ok);
    CHECK(run({"keys", "delete", "ci", "--dry-run"}) == ExitStatus::ok);
    CHECK(run({"keys", "rotate", "ci", "--dry-run"}) == ExitStatus::ok);
    CHECK(run({"keys", "show", "ci", "--field", "status"}) == ExitStatus::ok);

    CHECK(here.first_line() == "active");
    CHECK(run({"keys", "show", "other"}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Apart, "neither a base URL nor a profile in use makes a command act elsewhere")
{
    here.run({"profile", "add", "work", "--base-url", server.url()});
    here.set("AZEN_BASE_URL", server.url());

    here.run({"keys", "create", "mine"});

    CHECK(std::filesystem::exists(here.store()));
    CHECK(there.run({"keys", "show", "mine"}) == ExitStatus::not_found);
}

TEST_CASE_FIXTURE(Apart, "--remote is the server of the profile, and needs one")
{
    CHECK(here.run({"keys", "list", "--remote"}) == ExitStatus::usage);
    here.run({"profile", "add", "work", "--base-url", server.url()});

    CHECK(here.run({"keys", "list", "--remote"}) == ExitStatus::ok);
    CHECK(contains(here.out(), "manager"));
    CHECK(contains(here.err(), "on " + server.url()));
}

TEST_CASE_FIXTURE(Apart, "a profile's key is for the profile's server alone")
{
    const std::string file = write("key", here.variable("AZEN_API_KEY")).string();
    here.set("AZEN_API_KEY", "");
    here.run({"profile", "add", "work", "--base-url", server.url(), "--key-file", file});

    CHECK(here.run({"keys", "list", "--remote"}) == ExitStatus::ok);
    CHECK(here.run({"keys", "list", "--server", "https://other.example"}) == ExitStatus::refused);
    CHECK(contains(here.err(), "is for " + server.url() + " alone"));
}

TEST_CASE_FIXTURE(Apart, "what is for a server means nothing without one, and says so")
{
    const std::string file = write("key", "az_something").string();

    CHECK(here.run({"keys", "list", "--key-file", file}) == ExitStatus::usage);
    CHECK(here.run({"keys", "list", "--session-file", file}) == ExitStatus::usage);
    CHECK(run({"keys", "list", "--session-file", file, "--key-file", file}) == ExitStatus::usage);
    CHECK(run({"keys", "list", "--db", "azen.db"}) == ExitStatus::usage);
    CHECK(run({"keys", "verify"}) == ExitStatus::usage);
    CHECK(contains(here.err(), "AZEN_API_KEY is the key that asks"));
}

TEST_CASE_FIXTURE(Apart, "the key may come from a file, and one that may not is refused")
{
    const std::string good = write("good", here.variable("AZEN_API_KEY")).string();
    here.set("AZEN_API_KEY", "");
    const std::string plain = write("plain", there.create_key("plain")).string();

    CHECK(run({"keys", "list", "--key-file", good}) == ExitStatus::ok);
    CHECK(run({"keys", "list", "--key-file", plain}) == ExitStatus::refused);
    CHECK(run({"keys", "list"}) == ExitStatus::refused);
}

TEST_CASE_FIXTURE(Apart, "what a session may not do is refused before a request is made")
{
    const std::string file = write("session", "better-auth.session_token=x").string();
    for (const Words& words : std::vector<Words>{{"keys", "limit", "ci", "--rate", "5/s"},
                                                 {"keys", "permit", "ci", "--grant", "a.b"},
                                                 {"keys", "create", "ci", "--rate", "5/s"},
                                                 {"keys", "export"},
                                                 {"keys", "import", file}}) {
        CAPTURE(words.at(1));
        Words whole = words;
        whole.insert(whole.end(), {"--session-file", file});
        CHECK(run(whole) == ExitStatus::usage);
        CHECK(contains(here.err(), "needs a key, and no session"));
    }
}

TEST_CASE_FIXTURE(Apart, "a session that has ended is told of as one")
{
    const std::string file = write("session", "better-auth.session_token=x").string();

    CHECK(run({"keys", "list", "--session-file", file}) == ExitStatus::refused);
    CHECK(contains(here.err(), "the session has ended or is not valid"));
    CHECK(contains(here.err(), "sign in again"));
}

TEST_CASE_FIXTURE(Apart, "a repeated creation gives the secret once, and makes one key")
{
    const Words words{"keys", "create", "ci", "--idempotency-key", "job-1"};

    CHECK(run(words) == ExitStatus::ok);
    const std::string secret = here.first_line();
    CHECK(run(words) == ExitStatus::ok);

    CHECK(secret.starts_with("az_"));
    CHECK(here.out().empty());
    CHECK(contains(here.err(), "was made with this idempotency key before"));
    CHECK(run({"keys", "create", "other", "--idempotency-key", "job-1"}) == ExitStatus::conflict);
}

}  // namespace azen::cli
