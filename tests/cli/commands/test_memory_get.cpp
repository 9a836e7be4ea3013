#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/memory_get.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "cli/support/served.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Served;
using test::Words;

constexpr const char* id = "6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11";

// A memory as the API tells of it.
const std::string memory =
    std::string{R"({"id":")"} + id +
    R"(","content":"I love hiking","metadata":null,"createdAt":"2026-01-15T10:27:00.000Z","embedded":true})";

Result<memory_get::Options> parse(const Words& words)
{
    return test::parse_as<memory_get::parse>("memory get", words);
}

}  // namespace

TEST_CASE("a memory is named by a UUID, and by nothing else")
{
    CHECK(parse({id})->ids == Words{id});
    CHECK(parse({id, id})->ids.size() == 2);
    CHECK(parse({id, "x"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"../usage"}).error().kind == ErrorKind::invalid);
    CHECK(parse({""}).error().kind == ErrorKind::invalid);
    CHECK(parse({}).error().kind == ErrorKind::invalid);
}

TEST_CASE("one memory is printed whole")
{
    Served served{{.body = R"({"memory":)" + memory + "}"}};

    CHECK(served.run({"memory", "get", id}) == ExitStatus::ok);
    CHECK(served.console.out() == "I love hiking\n");
    CHECK(contains(served.request(), std::string{"GET /api/v1/memory/"} + id + " "));
}

TEST_CASE("of several memories those that are there are printed, and the others told of")
{
    test::ScriptedServer server{{{.body = R"({"memory":)" + memory + "}"}, {.status = 404}}};
    test::Console console;
    console.set("AZEN_BASE_URL", server.url());
    console.set("AZEN_API_KEY", "the-key");
    const std::string other = "00000000-0000-4000-8000-000000000000";

    CHECK(console.run({"memory", "get", id, other, "-o", "json"}) == ExitStatus::partial);

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("schema") == "azen.memories/v1");
    CHECK(json.at("memories").size() == 1);
    CHECK(contains(console.err(), other + ": the server has no such thing"));
}

TEST_CASE("several memories are printed one after the other")
{
    Served served{{.body = R"({"memory":)" + memory + "}"}};

    CHECK(served.run({"memory", "get", id, id}) == ExitStatus::ok);
    CHECK(served.console.out() == "I love hiking\nI love hiking\n");
    CHECK(served.run({"memory", "get", id, id, "-o", "name"}) == ExitStatus::ok);
    CHECK(served.console.out() == std::string{id} + "\n" + id + "\n");
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
    CHECK(outcome_of(403, R"({"message":"Invalid API key"})") == ExitStatus::refused);
    CHECK(outcome_of(404, "{}") == ExitStatus::not_found);
    CHECK(outcome_of(429, "{}") == ExitStatus::rate_limited);
    CHECK(outcome_of(500, "") == ExitStatus::unexpected);
    CHECK(outcome_of(503, "") == ExitStatus::unexpected);
}

TEST_CASE("a hostile server cannot command the terminal")
{
    Served served{{.body = R"({"memory":{"id":"a\u001b[2J","content":"b\u001b]0;x\u0007"}})"}};
    served.console.terminals.out = true;

    CHECK(served.run({"memory", "get", id}) == ExitStatus::ok);
    CHECK_FALSE(contains(served.console.out() + served.console.err(), "\x1b"));
}

TEST_CASE("scripts get the memory under its schema")
{
    Served served{{.body = R"({"memory":)" + memory + "}"}};

    served.run({"memory", "get", id, "-o", "json"});

    const auto json = nlohmann::json::parse(served.console.out());
    CHECK(json.at("schema") == "azen.memory/v1");
    CHECK(json.at("content") == "I love hiking");
    CHECK(json.at("metadata").is_null());
    CHECK(served.console.err().empty());
}

TEST_CASE("an answer that is no memory is the server's fault")
{
    Served served{{.body = "<html>welcome</html>"}};

    CHECK(served.run({"memory", "get", id}) == ExitStatus::unexpected);
    CHECK(contains(served.console.err(), "AZEN_BASE_URL"));
    CHECK_FALSE(contains(served.console.err(), "welcome"));
}

}  // namespace azen::cli
