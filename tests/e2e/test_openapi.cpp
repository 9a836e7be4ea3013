/// The API's description, as a validator from elsewhere sees it, and beside what the server really
/// answers. (What the servers of all other tests answer is compared after them: openapi.exchanges.)

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

const std::filesystem::path checks{AZEN_OPENAPI_DIRECTORY};

/// A server that records what it answers, and the description of it that it serves.
struct Described {
    Described()
    {
        REQUIRE_MESSAGE(
            std::filesystem::exists(checks / "node_modules"),
            "install the checks first: scripts/install-npm tests/openapi " << checks.string());
        std::filesystem::create_directory(exchanges);
        machine.record_exchanges(machine.keeps_secret(exchanges));
        server.emplace(machine);
        description =
            server->request({.target = "/openapi.yaml", .key = {}, .body = {}, .headers = {}}).body;
    }

    /// What a check says of the description: `run_check("check_description.mjs", {})`.
    Outcome run_check(const std::string& check, const Words& more)
    {
        const std::filesystem::path file = machine.home() / "openapi.yaml";
        std::ofstream{file} << description;
        Words words{
            AZEN_CLIENT_DIRECTORY "/node_modules/.bin/node", (checks / check).string(), file};
        words.insert(words.end(), more.begin(), more.end());
        return machine.run(words);
    }

    Outcome check_exchanges() { return run_check("check_exchanges.mjs", {exchanges.string()}); }

    void change(const std::string& from, const std::string& to)
    {
        const std::size_t at = description.find(from);
        REQUIRE(at != std::string::npos);
        description.replace(at, from.size(), to);
    }

    Installation machine;
    std::filesystem::path exchanges = machine.home() / "exchanges";
    std::optional<RunningServer> server;
    std::string description;
};

bool says(const Outcome& outcome, const std::string& words)
{
    return outcome.status == 1 && outcome.out.find(words) != std::string::npos;
}

}  // namespace

TEST_SUITE_BEGIN("openapi");

TEST_CASE_FIXTURE(Described, "the description that is served is valid OpenAPI 3.1")
{
    const Outcome outcome = run_check("check_description.mjs", {});

    CHECK_MESSAGE(outcome.status == 0, outcome.out << outcome.err);
}

TEST_CASE_FIXTURE(Described, "a description that is not valid is found out")
{
    const std::string good = description;

    change("      operationId: welcome\n", "      operationID: welcome\n");
    CHECK(says(run_check("check_description.mjs", {}), "operationID"));
    description = good;
    change("text: I love hiking in the mountains", "text: 7");
    CHECK(says(run_check("check_description.mjs", {}), "the example: $/text must be string"));
    description = good;
    change("#/components/schemas/DuplicateMemory", "#/components/schemas/None");
    CHECK(says(run_check("check_description.mjs", {}), "#/components/schemas/None"));
}

TEST_CASE_FIXTURE(Described, "whatever the server answers is compared with the description")
{
    const std::string key = machine.create_key({"test"});
    REQUIRE(server->request(create_memory(key, R"({"text":"a"})")).status == 201);
    HttpConnection connection = server->connect();
    connection.send(verify(key).to_string() + verify("").to_string() + "nonsense\r\n\r\n");
    REQUIRE(connection.closed_by_server());

    const Outcome outcome = check_exchanges();

    CHECK_MESSAGE(outcome.status == 0, outcome.out << outcome.err);
    CHECK(outcome.out.find("5 responses, 0 kinds of deviation") != std::string::npos);
}

TEST_CASE_FIXTURE(Described, "what deviates from the description is found out")
{
    const std::string key = machine.create_key({"test"});
    REQUIRE(server->request(create_memory(key, R"({"text":"a"})")).status == 201);
    REQUIRE(server->request(verify("")).status == 401);
    const std::string good = description;

    change("        embedding: { const: processing }\n", "");
    CHECK(says(check_exchanges(), "POST /api/v1/memory 201: content: $ must NOT have additional"));
    description = good;
    change("    WWW-Authenticate: {", "    X-Other: {");
    CHECK(says(check_exchanges(), "GET /api/v1/verify 401: header www-authenticate is not"));
    CHECK(says(check_exchanges(), "GET /api/v1/verify 401: header X-Other is missing"));
    description = good;
    change("        \"201\":\n", "        \"202\":\n");
    CHECK(says(check_exchanges(), "POST /api/v1/memory 201: "));
}

TEST_SUITE_END();

}  // namespace azen::test
