/// The published plugin and `azen serve` side by side: asked the same, they answer the same, but
/// for what tests/e2e/client/intended_differences.mjs lists.

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

const std::filesystem::path client{AZEN_CLIENT_DIRECTORY};

constexpr const char* users =
    R"([{"name":"ann","email":"ann@example.org","password":"correct horse"},)"
    R"({"name":"bob","email":"bob@example.org","password":"correct horse"}])";

}  // namespace

TEST_SUITE_BEGIN("differential");

TEST_CASE("the published plugin and azen differ in nothing but what is listed, and in all of that")
{
    REQUIRE_MESSAGE(
        std::filesystem::exists(client / "node_modules/.bin/node"),
        "install the plugin first: scripts/install-npm tests/e2e/client " << client.string());
    Installation machine;
    for (const std::string user : {"ann", "bob"}) {
        const Outcome made = machine.azen(
            {"users", "create", user, "--email", user + "@example.org", "--password-stdin"},
            {.environment = {}, .input = "correct horse\n"});
        REQUIRE_MESSAGE(made.status == 0, made.err);
    }
    const RunningServer server{machine};

    const Outcome outcome = machine.run({(client / "node_modules/.bin/node").string(),
                                         (client / "differential.mjs").string(),
                                         server.url()},
                                        {.environment = {}, .input = users});

    CHECK_MESSAGE(outcome.status == 0, outcome.out << outcome.err);
}

TEST_SUITE_END();

}  // namespace azen::test
