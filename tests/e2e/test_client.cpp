/// Better Auth's own JavaScript client against the real program: it has to work unchanged.

#include <filesystem>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "e2e/installation.h"

namespace azen::test {

namespace {

using Json = nlohmann::json;

const std::filesystem::path client{AZEN_CLIENT_DIRECTORY};

/// A user who owns acme, and a server.
struct Dashboard {
    Dashboard()
    {
        machine.azen({"users", "create", "ann", "--email", "ann@example.org", "--password-stdin"},
                     {.environment = {}, .input = "correct horse\n"});
        machine.azen({"orgs", "create", "acme", "--owner", "ann"});
    }
    Json run_client()
    {
        REQUIRE_MESSAGE(
            std::filesystem::exists(client / "node_modules/.bin/node"),
            "install the client first: scripts/install-npm tests/e2e/client " << client.string());
        const Outcome outcome = machine.run({(client / "node_modules/.bin/node").string(),
                                             (client / "key_life.mjs").string(),
                                             server.url(),
                                             "ann@example.org"},
                                            {.environment = {}, .input = "correct horse\n"});
        REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
        return Json::parse(outcome.out);
    }

    Installation machine;
    RunningServer server{machine};
};

std::string error_code(const Json& step)
{
    return step.at("error").is_null() ? "" : step.at("error").value("code", "?");
}

}  // namespace

TEST_SUITE_BEGIN("client");

TEST_CASE("the official client leads a key through its whole life")
{
    Dashboard dashboard;

    const Json steps = dashboard.run_client();

    for (const auto& [name, step] : steps.items()) {
        CAPTURE(name);
        CAPTURE(step.dump());
        const bool fails = name == "wrongPassword" || name == "refused" || name == "gone" ||
                           name == "unauthorized";
        CHECK(step.at("error").is_null() != fails);
    }
    CHECK(error_code(steps.at("wrongPassword")) == "INVALID_EMAIL_OR_PASSWORD");
    CHECK(steps.at("/session/data/user/email"_json_pointer) == "ann@example.org");
    CHECK(steps.at("/organizations/data/0/slug"_json_pointer) == "acme");
    CHECK(steps.at("/active/data/slug"_json_pointer) == "acme");
    const std::string id = steps.at("/create/data/id"_json_pointer);
    CHECK(steps.at("/create/data/metadata/team"_json_pointer) == "core");
    CHECK(error_code(steps.at("refused")) == "SERVER_ONLY_PROPERTY");
    CHECK(steps.at("/get/data/id"_json_pointer) == id);
    CHECK_FALSE(steps.at("/get/data"_json_pointer).contains("key"));
    CHECK(steps.at("/list/data/total"_json_pointer) == 1);
    CHECK(steps.at("/list/data/apiKeys/0/id"_json_pointer) == id);
    CHECK(steps.at("/update/data/name"_json_pointer) == "renamed");
    CHECK(steps.at("/update/data/enabled"_json_pointer) == false);
    CHECK(steps.at("/rotate/data/key"_json_pointer) != steps.at("/create/data/key"_json_pointer));
    CHECK(steps.at("/delete/data/success"_json_pointer) == true);
    CHECK(error_code(steps.at("gone")) == "KEY_NOT_FOUND");
    CHECK(steps.at("/signedOut/data"_json_pointer).is_null());
    CHECK(error_code(steps.at("unauthorized")) == "UNAUTHORIZED");
    CHECK(dashboard.machine.key_field(id, "status") == "revoked");
}

TEST_CASE("neither the password nor the session's token reaches a log or the disk")
{
    Dashboard dashboard;
    const Json steps = dashboard.run_client();
    const std::string token = steps.at("/signIn/data/token"_json_pointer);
    CHECK(dashboard.server.stop() == 0);

    CHECK(dashboard.server.log().find("/api/auth/sign-in/email") != std::string::npos);
    CHECK(dashboard.server.log().find(token) == std::string::npos);
    CHECK(dashboard.server.log().find("correct horse") == std::string::npos);
    const Outcome grep = dashboard.machine.run({"grep",
                                                "-rlaF",
                                                "-e",
                                                token,
                                                "-e",
                                                "correct horse",
                                                dashboard.machine.directory().string()});
    CHECK(grep.status == 1);
}

TEST_SUITE_END();

}  // namespace azen::test
