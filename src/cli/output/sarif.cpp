#include "cli/output/sarif.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "cli/version.h"
#include "core/base/ascii.h"

namespace azen::cli::sarif {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

std::string_view to_string(Level level)
{
    switch (level) {
        case Level::error: return "error";
        case Level::warning: return "warning";
        case Level::note: return "note";
    }
    return {};
}

// RFC 3986: what may stand in a path as it is.
bool is_plain(char c)
{
    constexpr std::string_view marks = "-._~/!$&'()*+,;=:@";
    return is_ascii_alphanumeric(c) || marks.find(c) != std::string_view::npos;
}

// A colon in the first part of a relative path would make a scheme of what precedes it.
std::string uri_of(const std::string& file)
{
    if (file.find("://") != std::string::npos) {
        return file;
    }
    const bool absolute = std::filesystem::path{file}.is_absolute();
    std::string uri = absolute ? "file://" : "";
    for (const char c : file) {
        if (is_plain(c) && (absolute || c != ':')) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return uri;
}

Json rule_json(const Rule& rule)
{
    return {{"id", rule.id},
            {"shortDescription", {{"text", rule.summary}}},
            {"help", {{"text", rule.help}}}};
}

Json location_json(const Finding& finding)
{
    Json place{{"artifactLocation", {{"uri", uri_of(finding.file)}}}};
    if (finding.region) {
        place["region"] = {{"startLine", finding.region->line},
                           {"startColumn", finding.region->column},
                           {"endColumn", finding.region->end_column}};
    }
    Json location{{"physicalLocation", std::move(place)}};
    if (!finding.subject.empty()) {
        location["logicalLocations"] =
            Json::array({{{"fullyQualifiedName", finding.subject}, {"kind", "resource"}}});
    }
    return location;
}

Json finding_json(std::span<const Rule> rules, const Finding& finding)
{
    const auto rule = std::ranges::find(rules, finding.rule, &Rule::id);
    return {{"ruleId", finding.rule},
            {"ruleIndex", rule - rules.begin()},
            {"level", to_string(finding.level)},
            {"message", {{"text", finding.message}}},
            {"locations", Json::array({location_json(finding)})},
            {"partialFingerprints", {{"azenFinding/v1", finding.fingerprint}}}};
}

}  // namespace

nlohmann::ordered_json log_of(std::span<const Rule> rules, std::span<const Finding> findings)
{
    Json rule_list = Json::array();
    for (const Rule& rule : rules) {
        rule_list.push_back(rule_json(rule));
    }
    Json results = Json::array();
    for (const Finding& finding : findings) {
        results.push_back(finding_json(rules, finding));
    }
    Json driver{{"name", "azen"}, {"semanticVersion", version()}, {"rules", std::move(rule_list)}};
    return {{"$schema", schema},
            {"version", "2.1.0"},
            {"runs",
             Json::array({{{"tool", {{"driver", std::move(driver)}}},
                           {"columnKind", "unicodeCodePoints"},
                           {"results", std::move(results)}}})}};
}

}  // namespace azen::cli::sarif
