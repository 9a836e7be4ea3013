#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/key_changes.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::Words;

struct Fixture {
    Fixture()
    {
        console.create_key("ci");
        console.create_key("deploy");
    }

    Result<ExitStatus> disable(const Words& typed, const Output& output = {})
    {
        return console.with_context([&](Context& context) {
            return change_keys({.local = {.output = output}},
                               typed,
                               KeyChange{.enabled = false},
                               "{0} {1} disabled",
                               context);
        });
    }

    test::Console console;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "one key that is not there is the command's own failure")
{
    CHECK(disable({"nobody"}).error().kind == ErrorKind::not_found);
}

TEST_CASE_FIXTURE(Fixture, "the same key read from standard input has a result of its own")
{
    console.type("nobody\n");

    CHECK(disable({"-"}) == ExitStatus::partial);
}

TEST_CASE_FIXTURE(Fixture, "several keys are changed in order, and what fails stops none")
{
    CHECK(disable({"deploy", "nobody", "ci"}, {OutputFormat::json}) == ExitStatus::partial);

    const auto json = nlohmann::json::parse(console.out());
    CHECK(json.at("done") == 2);
    CHECK(json.at("failed") == 1);
    CHECK(json.at("results").at(0).at("key").at("name") == "deploy");
    CHECK(json.at("results").at(1).at("key").is_null());
    CHECK(json.at("results").at(2).at("key").at("enabled") == false);
}

TEST_CASE_FIXTURE(Fixture, "no keys are no failure")
{
    CHECK(disable({"-"}) == ExitStatus::ok);
    CHECK(test::contains(console.err(), "nothing was done"));
}

TEST_CASE("after the store has failed nothing more is tried")
{
    const Words references{"a", "b", "c"};
    int tried = 0;

    const auto results = act_on_each(references, [&tried](const std::string&) -> Result<ApiKey> {
        if (++tried == 2) {
            return fail(ErrorKind::store, "the store is locked");
        }
        return ApiKey{};
    });

    CHECK(tried == 2);
    REQUIRE(results.size() == 3);
    CHECK(results.at(0).outcome.has_value());
    CHECK(results.at(2).reference == "c");
    CHECK(results.at(2).outcome.error().message == "the store is locked");
}

TEST_CASE("any other failure is one key's alone")
{
    const Words references{"a", "b"};

    const auto results = act_on_each(references, [](const std::string& name) -> Result<ApiKey> {
        if (name == "a") {
            return fail(ErrorKind::conflict, "it has been revoked");
        }
        return ApiKey{};
    });

    CHECK_FALSE(results.at(0).outcome.has_value());
    CHECK(results.at(1).outcome.has_value());
}

}  // namespace azen::cli
