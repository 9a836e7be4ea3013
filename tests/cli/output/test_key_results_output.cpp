#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/key_results_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "support/sample_keys.h"

namespace azen::cli {
namespace {

const std::vector<KeyResult> mixed{
    {.reference = "ci", .outcome = test::sample_key("ci"), .sentence = "ci is disabled"},
    {.reference = "twin",
     .outcome =
         fail(ErrorKind::conflict, "\"twin\" is the name of 2 keys:\n  a\n  b", "use its id")},
    {.reference = "no\x1b[1mbody", .outcome = fail(ErrorKind::not_found, "there is no such key")}};

ExitStatus print(test::Console& console,
                 const std::vector<KeyResult>& results,
                 const Output& output)
{
    return console.with_context(
        [&](Context& context) { return print_key_results(context, results, output); });
}

}  // namespace

TEST_CASE("people get a line for each key, and a count of what failed")
{
    test::Console console;

    CHECK(print(console, mixed, {}) == ExitStatus::partial);
    test::check_golden("tests/golden/text/key-results.txt", console.out());
    CHECK(console.err() == "azen: 2 of 3 failed\n");
}

TEST_CASE("scripts get each outcome, the key or the failure with its status and hint")
{
    test::Console console;

    CHECK(print(console, mixed, {OutputFormat::json}) == ExitStatus::partial);
    test::check_golden("tests/golden/json/key-results.json", console.out());
}

TEST_CASE("as records the keys alone are printed, and the failures said")
{
    test::Console console;

    CHECK(print(console, mixed, {OutputFormat::name}) == ExitStatus::partial);
    CHECK(console.out() == "key-ci\n");
    CHECK(test::contains(console.err(), "azen: error: there is no such key"));
    CHECK(print(console, mixed, {.field = "name"}) == ExitStatus::partial);
    CHECK(console.out() == "ci\n");
}

TEST_CASE("when all went well there is nothing more to say")
{
    test::Console console;

    CHECK(print(console, {mixed.front()}, {}) == ExitStatus::ok);
    CHECK(console.err().empty());
}

TEST_CASE("nothing named is an empty list to scripts, and said to people")
{
    test::Console console;

    CHECK(print(console, {}, {OutputFormat::json}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(console.out()).at("results").empty());
    CHECK(print(console, {}, {}) == ExitStatus::ok);
    CHECK(console.out().empty());
}

}  // namespace azen::cli
