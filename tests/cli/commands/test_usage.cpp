#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/usage.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "cli/support/served.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Served;
using test::Words;

Result<usage::Options> parse(const Words& words)
{
    return test::parse_as<usage::parse>("usage", words);
}

}  // namespace

TEST_CASE("the use of all keys is asked for, or of one")
{
    CHECK_FALSE(parse({})->key_id.has_value());
    CHECK(parse({"--key-id", "k"})->key_id == "k");
    CHECK(parse({"k"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("usage of one key is asked for by its id")
{
    Served served{{.body = "{}"}};

    CHECK(served.run({"usage", "--key-id", "a b"}) == ExitStatus::unexpected);
    CHECK(contains(served.request(), "GET /api/v1/usage?apiKeyId=a%20b "));
}

TEST_CASE("a report is a table for people and the same numbers for scripts")
{
    nlohmann::json days = nlohmann::json::array();
    nlohmann::json totals = nlohmann::json::array();
    nlohmann::json labels = nlohmann::json::array();
    for (int day = 0; day < 30; ++day) {
        days.push_back(day == 29 ? 2 : 0);
        totals.push_back(day == 29 ? 4 : 0);
        labels.push_back("day " + std::to_string(day));
    }
    const nlohmann::json body{{"range", {{"start", "a"}, {"end", "b"}}},
                              {"labels", labels},
                              {"series",
                               {{"memory_create", days},
                                {"memory_search", days},
                                {"total", totals},
                                {"success", days},
                                {"error", days}}},
                              {"summary", {{"total_requests", 4}, {"success_count", 2}}}};
    Served served{{.body = body.dump()}};

    CHECK(served.run({"usage"}) == ExitStatus::ok);
    CHECK(contains(served.console.out(), "day 29  2        2         2   2\n"));
    CHECK(served.run({"usage", "-o", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(served.console.out()).at("series") == body.at("series"));
    CHECK(served.run({"usage", "--field", "summary.success_count"}) == ExitStatus::ok);
    CHECK(served.console.out() == "2\n");
    CHECK(served.run({"usage", "--field", "summary.nope"}) == ExitStatus::usage);
    CHECK(served.run({"usage", "--field", "series.total.30"}) == ExitStatus::usage);
    CHECK(served.run({"usage", "--field", "summary.a~b"}) == ExitStatus::usage);
}

TEST_CASE("without a key nothing is sent")
{
    Served served{{}};
    served.console.set("AZEN_API_KEY", "");

    CHECK(served.run({"usage"}) == ExitStatus::refused);
    CHECK(contains(served.console.err(), "azen: error: no API key"));
    CHECK(served.server.requests().empty());
}

}  // namespace azen::cli
