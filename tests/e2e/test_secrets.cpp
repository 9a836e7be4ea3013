/// A secret is shown once, at creation, and never again by anything.

#include <string>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// The part of a secret that lists never show.
std::string hidden_part(const std::string& secret)
{
    return secret.substr(8);
}

}  // namespace

TEST_SUITE_BEGIN("secrets");

TEST_CASE("creation prints the secret alone on its standard output")
{
    Installation machine;

    const Outcome outcome = machine.azen({"keys", "create", "ci"});

    CHECK(outcome.status == 0);
    CHECK(outcome.out.size() == 3 + 43 + 6 + 1);
    CHECK(outcome.out.substr(0, 3) == "az_");
    CHECK(outcome.out.back() == '\n');
    CHECK(outcome.err.find(hidden_part(outcome.out).substr(0, 20)) == std::string::npos);
}

TEST_CASE("no command, no log and no error ever repeats a secret")
{
    Served served;
    Installation& machine = served.machine;
    const std::string& key = served.key;
    const Call with_key{
        .environment = {"AZEN_API_KEY=" + key, "AZEN_BASE_URL=" + served.server.url()},
        .input = {}};

    machine.azen({"keys", "list", "--output", "json"});
    machine.azen({"keys", "show", "test"});
    machine.azen({"keys", "verify"}, with_key);
    machine.azen({"memory", "add", "a text"}, with_key);
    machine.azen({"memory", "list"}, with_key);
    machine.azen({"usage"}, with_key);
    machine.azen({"status"}, with_key);
    machine.azen({"keys", "disable", "test"});
    machine.azen({"keys", "verify"}, with_key);
    machine.azen({"memory", "list"}, with_key);
    served.server.request(
        {.target = "/" + key + "?key=" + key, .key = key, .body = {}, .headers = {}});
    served.server.request({.target = "/",
                           .key = {},
                           .body = {},
                           .headers = "User-Agent: " + key + "\r\nX-Request-Id: " + key + "\r\n"});
    served.server.stop();

    CHECK(machine.printed().find(hidden_part(key)) == std::string::npos);
    CHECK(served.server.log().find(hidden_part(key)) == std::string::npos);
    CHECK(served.server.log().find("\"requestId\"") != std::string::npos);
}

TEST_CASE("a secret on the command line is refused, and not repeated")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});

    const Outcome reference = machine.azen({"keys", "show", key});
    const Outcome value = machine.azen({"keys", "create", "--metadata", key, "x"});
    const Outcome glued = machine.azen({"memory", "list", "--base-url=" + key});

    CHECK(reference.status == 2);
    CHECK(value.status == 2);
    CHECK(glued.status == 2);
    CHECK(reference.err.find("azen: hint: ") != std::string::npos);
    CHECK(machine.printed().find(hidden_part(key)) == std::string::npos);
}

TEST_CASE("a key is not sent over plain HTTP to another machine")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});

    const Outcome outcome = machine.azen(
        {"memory", "list"},
        {.environment = {"AZEN_API_KEY=" + key, "AZEN_BASE_URL=http://192.0.2.1"}, .input = {}});

    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
}

TEST_SUITE_END();

}  // namespace azen::test
