#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/scan_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "support/sample_keys.h"

namespace azen::cli {
namespace {

PlacedSecret placed(std::string file, std::size_t line, SecretForm form)
{
    return {.file = std::move(file),
            .line = line,
            .column = 7,
            .length = 52,
            .start = "az_1a2b",
            .form = form,
            .hash = test::hash_of("secret")};
}

// A key of this store, one that is revoked, and one of nobody's.
ScanResult sample()
{
    ScanResult result;
    result.report.secrets = {placed("src/settings.py", 3, SecretForm::checksummed),
                             placed("old notes.txt", 1, SecretForm::checksummed),
                             placed("hosted.env", 2, SecretForm::hosted)};
    result.report.files = 12;
    result.report.binary = 2;
    result.report.unreadable = {"locked: Permission denied"};
    result.known = {KnownSecret{.key = test::sample_key("ci"), .status = KeyStatus::active},
                    KnownSecret{.key = test::sample_key("old"), .status = KeyStatus::revoked},
                    std::nullopt};
    return result;
}

struct Shown {
    std::string out;
    std::string err;
};

Shown shown(const ScanResult& result, const Output& output)
{
    test::Console console;
    console.with_context([&](Context& context) {
        print_scan(context, result, output);
        return 0;
    });
    return {.out = console.out(), .err = console.err()};
}

}  // namespace

TEST_CASE("people see each place, whose key it is and whether it still works")
{
    const Shown scan = shown(sample(), {});

    test::check_golden("tests/golden/text/scan.txt", scan.out);
    CHECK(scan.err == "azen: cannot read locked: Permission denied\n");
}

TEST_CASE("scripts get each place with the key's id and state, and what was not looked at")
{
    test::check_golden("tests/golden/json/scan.json", shown(sample(), {OutputFormat::json}).out);
}

TEST_CASE("code hosts get SARIF, in which a dead key is a note")
{
    const std::string log = shown(sample(), {OutputFormat::sarif}).out;

    test::check_golden("tests/golden/json/scan.sarif", log);
    const auto results = nlohmann::json::parse(log).at("/runs/0/results"_json_pointer);
    CHECK(results.at(0).at("level") == "error");
    CHECK(results.at(1).at("level") == "note");
    CHECK(results.at(2).at("level") == "error");
}

TEST_CASE("nothing found is said to people, and an empty list to scripts")
{
    ScanResult nothing;
    nothing.report.files = 3;

    CHECK(shown(nothing, {}).out.empty());
    CHECK(shown(nothing, {}).err == "azen: no API key in 3 files\n");
    const auto json = nlohmann::json::parse(shown(nothing, {OutputFormat::json}).out);
    CHECK(json.at("findings").empty());
    CHECK(json.at("files") == 3);
}

}  // namespace azen::cli
