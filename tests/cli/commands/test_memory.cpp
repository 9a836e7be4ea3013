// The commands of the memory noun, and usage, against a server that follows a script.

#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/memory_add.h"
#include "cli/commands/memory_delete.h"
#include "cli/commands/memory_get.h"
#include "cli/commands/memory_list.h"
#include "cli/commands/memory_search.h"
#include "cli/commands/usage.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"
#include "cli/support/scripted_server.h"

namespace azen::cli {
namespace {

using test::Answer;
using test::contains;
using test::ScriptedServer;
using test::Words;

constexpr const char* id = "6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11";
const std::string memory =
    std::string{R"({"id":")"} + id +
    R"(","content":"I love hiking","metadata":null,"createdAt":"2026-01-15T10:27:00.000Z","embedded":true})";
const std::string created = std::string{R"({"status":"success","memoryId":")"} + id +
                            R"(","createdAt":"2026-01-15T10:30:00.000Z","embedding":"processing"})";
constexpr const char* forbidden =
    R"({"status":"forbidden","message":"Invalid API key","code":403})";

// A console whose server answers every request alike.
struct Served {
    explicit Served(Answer answer) : server{{std::move(answer)}}
    {
        console.set("AZEN_BASE_URL", server.url());
        console.set("AZEN_API_KEY", "the-key");
    }

    ExitStatus run(const Words& words) { return console.run(words); }
    std::string request() { return server.requests().front(); }

    ScriptedServer server;
    test::Console console;
};

}  // namespace

TEST_CASE("a text to remember comes from one place")
{
    const auto parse = [](const Words& words) {
        return test::parse_as<memory_add::parse>("memory add", words);
    };

    CHECK(parse({"hi"})->text == "hi");
    CHECK(parse({"--file", "f", "--dedup-key", "k"})->file == "f");
    CHECK(parse({"-"})->text == "-");
    CHECK(parse({"hi", "--metadata", R"({"a":1})"})->metadata == R"({"a":1})");
    CHECK(parse({}).error().kind == ErrorKind::invalid);
    CHECK(parse({"hi", "--file", "f"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"-", "--key-stdin"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"hi", "--metadata", "[]"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("what every memory command shares is read the same way")
{
    const auto parse = [](const Words& words) {
        return test::parse_as<memory_list::parse>("memory list", words);
    };

    CHECK(parse({})->remote.base_url.url == "https://api.azen.sh");
    CHECK(parse({})->remote.timeout == std::chrono::seconds{30});
    CHECK(parse({"--timeout", "5s"})->remote.timeout == std::chrono::seconds{5});
    CHECK(parse({"--base-url", "unix:/a"})->remote.base_url.unix_socket == "/a");
    CHECK(parse({"--base-url", "http://example.org"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--timeout", "soon"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("numbers and ids that the API would refuse are refused at once")
{
    CHECK_FALSE(test::parse_as<memory_list::parse>("memory list", {"--per", "101"}).has_value());
    CHECK_FALSE(test::parse_as<memory_list::parse>("memory list", {"--page", "0"}).has_value());
    CHECK_FALSE(test::parse_as<memory_search::parse>("memory search", {"x", "--top-k", "51"}));
    CHECK_FALSE(test::parse_as<memory_search::parse>("memory search", {""}).has_value());
    CHECK_FALSE(test::parse_as<memory_get::parse>("memory get", {"x"}).has_value());
    CHECK_FALSE(test::parse_as<memory_delete::parse>("memory delete", {"x"}).has_value());
    CHECK(test::parse_as<memory_search::parse>("memory search", {"x"})->top_k == 5);
    CHECK(test::parse_as<usage::parse>("usage", {"--key-id", "k"})->key_id == "k");
}

TEST_CASE("adding prints the new memory's id")
{
    Served served{{.status = 201, .body = created}};

    CHECK(served.run({"memory", "add", "I love hiking"}) == ExitStatus::ok);

    CHECK(served.console.out() == std::string{id} + "\n");
    CHECK(served.request().ends_with("\r\n\r\n{\"text\":\"I love hiking\"}"));
    CHECK(contains(served.request(), "azen-api-key: the-key\r\n"));
}

TEST_CASE("a text from standard input or a file loses its last newline, and no other")
{
    Served served{{.status = 201, .body = created}};
    served.console.type("one\n\n");
    std::ofstream{served.console.home() / "note"} << "two";

    CHECK(served.run({"memory", "add", "-"}) == ExitStatus::ok);
    CHECK(served.run({"memory", "add", "--file", (served.console.home() / "note").string()}) ==
          ExitStatus::ok);

    CHECK(served.server.requests()[0].ends_with("{\"text\":\"one\\n\"}"));
    CHECK(served.server.requests()[1].ends_with("{\"text\":\"two\"}"));
}

TEST_CASE("a text that is empty, no UTF-8 or not to be read is not sent")
{
    Served served{{}};
    served.console.type("\n");

    CHECK(served.run({"memory", "add", "-"}) == ExitStatus::usage);
    CHECK(served.run({"memory", "add", "\xff"}) == ExitStatus::usage);
    CHECK(served.run({"memory", "add", "--file", "/nonexistent"}) == ExitStatus::usage);
    CHECK(served.server.requests().empty());
}

TEST_CASE("a list is a table for people and a page for scripts")
{
    Served served{{.body = R"({"memories":[)" + memory +
                           R"(],"page":1,"per":20,"total_pages":1,"total_count":1})"}};

    CHECK(served.run({"memory", "list"}) == ExitStatus::ok);
    CHECK(contains(served.console.out(), "3m ago   I love hiking"));
    CHECK(served.run({"memory", "list", "-o", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(served.console.out()).at("total_count") == 1);
}

TEST_CASE("one memory is printed whole")
{
    Served served{{.body = R"({"memory":)" + memory + "}"}};

    CHECK(served.run({"memory", "get", id}) == ExitStatus::ok);
    CHECK(served.console.out() == "I love hiking\n");
    CHECK(contains(served.request(), std::string{"GET /api/v1/memory/"} + id + " "));
}

TEST_CASE("a search shows the matches, best first")
{
    Served served{{.body = R"({"memories":[)" + memory + R"(],"rawMatches":[{"id":")" + id +
                           R"(::0","score":0.5,"values":[]}]})"}};

    CHECK(served.run({"memory", "search", "hiking", "--top-k", "3"}) == ExitStatus::ok);
    CHECK(contains(served.console.out(), "0.5    " + std::string{id} + "  I love hiking"));
    CHECK(served.request().ends_with(R"({"query":"hiking","topK":3})"));
}

TEST_CASE("deleting needs a confirmation, and then deletes")
{
    Served served{{.body = R"({"status":"success","deleted":true})"}};

    CHECK(served.run({"memory", "delete", id}) == ExitStatus::declined);
    CHECK(served.server.requests().empty());
    CHECK(served.run({"memory", "delete", id, "--yes"}) == ExitStatus::ok);
    CHECK(served.console.out() == std::string{id} + " is deleted\n");
    CHECK(served.request().starts_with("DELETE "));
    served.run({"memory", "delete", id, "--yes", "-o", "json"});
    test::check_golden("tests/golden/json/deleted-memory.json", served.console.out());
}

TEST_CASE("usage of one key is asked for by its id")
{
    Served served{{.body = "{}"}};

    CHECK(served.run({"usage", "--key-id", "a b"}) == ExitStatus::unexpected);
    CHECK(contains(served.request(), "GET /api/v1/usage?apiKeyId=a%20b "));
}

TEST_CASE("every refusal of the server has its exit status, message and hint")
{
    const auto outcome_of = [](int http_status, const std::string& body) {
        Served served{{.status = http_status, .body = body}};
        const ExitStatus status = served.run({"memory", "get", id});
        CHECK(served.console.out().empty());
        CHECK(contains(served.console.err(), "HTTP " + std::to_string(http_status)));
        return status;
    };

    CHECK(outcome_of(400, "{}") == ExitStatus::usage);
    CHECK(outcome_of(401, "{}") == ExitStatus::refused);
    CHECK(outcome_of(403, forbidden) == ExitStatus::refused);
    CHECK(outcome_of(404, "{}") == ExitStatus::not_found);
    CHECK(outcome_of(429, "{}") == ExitStatus::rate_limited);
    CHECK(outcome_of(500, "") == ExitStatus::unexpected);
    CHECK(outcome_of(503, "") == ExitStatus::unexpected);
}

TEST_CASE("without a key nothing is sent")
{
    Served served{{}};
    served.console.set("AZEN_API_KEY", "");

    CHECK(served.run({"memory", "list"}) == ExitStatus::refused);
    CHECK(contains(served.console.err(), "azen: error: no API key"));
    CHECK(served.server.requests().empty());
}

TEST_CASE("a hostile server cannot command the terminal")
{
    Served served{{.body = R"({"memory":{"id":"a\u001b[2J","content":"b\u001b]0;x\u0007"}})"}};
    served.console.terminals.out = true;

    CHECK(served.run({"memory", "get", id}) == ExitStatus::ok);
    CHECK_FALSE(contains(served.console.out() + served.console.err(), "\x1b"));
}

}  // namespace azen::cli
