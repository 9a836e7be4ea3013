#include <array>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/sarif.h"

namespace azen::cli {
namespace {

constexpr std::array rules{
    sarif::Rule{.id = "azen/one", .summary = "One.", .help = "Do one thing."},
    sarif::Rule{.id = "azen/two", .summary = "Two.", .help = "Do another."}};

sarif::Finding sample()
{
    return {.rule = "azen/two",
            .level = sarif::Level::warning,
            .message = "It is here.",
            .file = "src/a b.txt",
            .region = sarif::Region{.line = 3, .column = 5, .end_column = 9},
            .subject = "the-id",
            .fingerprint = "f"};
}

nlohmann::ordered_json result_of(const sarif::Finding& finding)
{
    return sarif::log_of(rules, {&finding, 1}).at("runs").at(0).at("results").at(0);
}

std::string uri_of(std::string file)
{
    sarif::Finding finding = sample();
    finding.file = std::move(file);
    return result_of(finding).at("/locations/0/physicalLocation/artifactLocation/uri"_json_pointer);
}

}  // namespace

TEST_CASE("a log names its version, its program and all its rules, findings or not")
{
    const auto log = sarif::log_of(rules, {});

    CHECK(log.at("version") == "2.1.0");
    CHECK(log.at("/runs/0/tool/driver/name"_json_pointer) == "azen");
    CHECK(log.at("/runs/0/tool/driver/rules"_json_pointer).size() == 2);
    CHECK(log.at("/runs/0/results"_json_pointer).empty());
}

TEST_CASE("a finding refers to its rule by name and by index, and has its place")
{
    const auto result = result_of(sample());

    CHECK(result.at("ruleId") == "azen/two");
    CHECK(result.at("ruleIndex") == 1);
    CHECK(result.at("level") == "warning");
    CHECK(result.at("/locations/0/physicalLocation/region/startLine"_json_pointer) == 3);
    CHECK(result.at("/locations/0/physicalLocation/region/endColumn"_json_pointer) == 9);
    CHECK(result.at("/locations/0/logicalLocations/0/fullyQualifiedName"_json_pointer) == "the-id");
}

TEST_CASE("a finding about a whole file has no region, and one about nothing in it no subject")
{
    sarif::Finding finding = sample();
    finding.region.reset();
    finding.subject.clear();

    const auto location = result_of(finding).at("locations").at(0);
    CHECK_FALSE(location.at("physicalLocation").contains("region"));
    CHECK_FALSE(location.contains("logicalLocations"));
}

TEST_CASE("files are named by URIs")
{
    CHECK(uri_of("src/a.txt") == "src/a.txt");
    CHECK(uri_of("a b%#?.txt") == "a%20b%25%23%3F.txt");
    CHECK(uri_of("é") == "%C3%A9");
    CHECK(uri_of("c:d") == "c%3Ad");
    CHECK(uri_of("/tmp/azen.db") == "file:///tmp/azen.db");
}

}  // namespace azen::cli
