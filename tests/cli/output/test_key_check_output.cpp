#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/key_check_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "support/sample_keys.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp now = test::FakeClock::default_start;

KeyCheckReport sample()
{
    const ApiKey ci = test::sample_key("ci");
    const ApiKey old = test::sample_key("old");
    return {
        .where = "/home/me/azen.db",
        .checked = 5,
        .violations = {{.key = ci, .finding = {.rule = KeyRule::expiring, .moment = now + 72h}},
                       {.key = ci, .finding = {.rule = KeyRule::unused}},
                       {.key = old, .finding = {.rule = KeyRule::unused, .moment = now - 960h}},
                       {.key = old, .finding = {.rule = KeyRule::max_age, .moment = now - 2400h}},
                       {.key = old, .finding = {.rule = KeyRule::no_expiry}}}};
}

std::string shown(const KeyCheckReport& report, const Output& output)
{
    test::Console console;
    console.with_context([&](Context& context) {
        print_key_check(context, report, output);
        return 0;
    });
    return console.out();
}

}  // namespace

TEST_CASE("people see which key breaks which rule, and by how much")
{
    test::check_golden("tests/golden/text/key-check.txt", shown(sample(), {}));
}

TEST_CASE("scripts get each finding, and how many keys were looked at")
{
    test::check_golden("tests/golden/json/key-check.json", shown(sample(), {OutputFormat::json}));
}

TEST_CASE("in SARIF the store is the file, the key its subject, and all rules are told")
{
    const std::string log = shown(sample(), {OutputFormat::sarif});

    test::check_golden("tests/golden/json/key-check.sarif", log);
    const auto run = nlohmann::json::parse(log).at("runs").at(0);
    CHECK(run.at("/tool/driver/rules"_json_pointer).size() == all_key_rules.size());
    CHECK(run.at("/results/0/locations/0/physicalLocation/artifactLocation/uri"_json_pointer) ==
          "file:///home/me/azen.db");
}

TEST_CASE("a finding keeps its fingerprint from day to day, and no two share one")
{
    KeyCheckReport later = sample();
    later.violations.front().finding.moment = now;
    const auto results_of = [](const KeyCheckReport& report) {
        return nlohmann::json::parse(shown(report, {OutputFormat::sarif}))
            .at("/runs/0/results"_json_pointer);
    };
    const auto results = results_of(sample());

    CHECK(results_of(later).at(0).at("partialFingerprints") ==
          results.at(0).at("partialFingerprints"));
    CHECK(results.at(0).at("partialFingerprints") != results.at(1).at("partialFingerprints"));
    CHECK(results.at(1).at("partialFingerprints") != results.at(2).at("partialFingerprints"));
}

}  // namespace azen::cli
