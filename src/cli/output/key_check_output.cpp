#include "cli/output/key_check_output.h"

#include <fmt/core.h>

#include <array>

#include "cli/output/counted.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/sarif.h"
#include "cli/output/text_table.h"
#include "core/base/or_null.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// In the order of all_key_rules.
constexpr std::array rules{
    sarif::Rule{.id = "azen/key-expiring",
                .summary = "An API key expires soon.",
                .help = "Set a later moment with `azen keys expire`, or replace the key."},
    sarif::Rule{.id = "azen/key-unused",
                .summary = "An API key has not been used for long.",
                .help = "Find out whether anybody needs it; if not, `azen keys delete` it."},
    sarif::Rule{.id = "azen/key-max-age",
                .summary = "An API key has had the same secret for long.",
                .help = "Give it a new secret."},
    sarif::Rule{.id = "azen/key-no-expiry",
                .summary = "An API key never expires.",
                .help = "Set a moment with `azen keys expire`."}};
static_assert(rules.size() == all_key_rules.size());

std::string sentence_about(const KeyFinding& finding, Timestamp now)
{
    const auto when = [&] {
        return format_relative(*finding.moment, now);
    };
    switch (finding.rule) {
        case KeyRule::expiring: return "expires " + when();
        case KeyRule::unused: return finding.moment ? "was last used " + when() : "was never used";
        case KeyRule::max_age: return "has its secret since " + when();
        case KeyRule::no_expiry: return "never expires";
    }
    return {};
}

Json violation_json(const KeyViolation& violation)
{
    const auto& [key, finding] = violation;
    return {{"rule", to_string(finding.rule)},
            {"apiKeyId", key.id},
            {"name", key.name},
            {"start", key.start},
            {"moment", or_null(finding.moment, format_timestamp)}};
}

void print_check_records(Context& context, const KeyCheckReport& report, const Output& output)
{
    Json findings = Json::array();
    for (const KeyViolation& violation : report.violations) {
        findings.push_back(violation_json(violation));
    }
    print_listing(context,
                  output,
                  {.schema = "azen.key-check/v1",
                   .members = Json{{"findings", findings}, {"checked", report.checked}},
                   .kind = kind::key_finding,
                   .records = findings});
}

// The same key breaking the same rule in another run is the same finding, whatever the numbers.
void print_check_sarif(Context& context, const KeyCheckReport& report)
{
    std::vector<sarif::Finding> findings;
    for (const auto& [key, finding] : report.violations) {
        const sarif::Rule& rule = rules.at(static_cast<std::size_t>(finding.rule));
        findings.push_back({.rule = rule.id,
                            .level = sarif::Level::warning,
                            .message = fmt::format("The API key {} (starts with {}) {}.",
                                                   key.name,
                                                   key.start,
                                                   sentence_about(finding, context.clock.now())),
                            .file = report.where,
                            .subject = key.id,
                            .fingerprint = fmt::format("{}/{}", key.id, to_string(finding.rule))});
    }
    print_json(context, sarif::log_of(rules, findings));
}

void print_check_table(Context& context, const KeyCheckReport& report)
{
    if (report.violations.empty()) {
        print_note(context, "nothing found in " + counted(report.checked, "key"));
        return;
    }
    TextTable table{{"KEY", "START", "RULE", "FINDING"}};
    for (const auto& [key, finding] : report.violations) {
        table.add({key.name,
                   key.start + "…",
                   std::string{to_string(finding.rule)},
                   sentence_about(finding, context.clock.now())});
    }
    table.print(context.out);
}

}  // namespace

void print_key_check(Context& context, const KeyCheckReport& report, const Output& output)
{
    if (output.is_for_people()) {
        print_check_table(context, report);
    } else if (output.format == OutputFormat::sarif) {
        print_check_sarif(context, report);
    } else {
        print_check_records(context, report, output);
    }
}

}  // namespace azen::cli
