#include "cli/output/scan_output.h"

#include <fmt/core.h>

#include <array>
#include <string>
#include <vector>

#include "cli/output/counted.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/sarif.h"
#include "cli/output/text_table.h"
#include "core/base/codec.h"
#include "core/base/crypto.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array rules{sarif::Rule{
    .id = "azen/leaked-key",
    .summary = "An API key stands in a file.",
    .help = "Replace the key, then take it out of the file and of the history that holds it: "
            "whoever can read the file can use the key until it is revoked."}};

std::string_view state_of(const std::optional<KnownSecret>& known)
{
    return known ? to_string(known->status) : "unknown";
}

std::string_view form_of(const PlacedSecret& secret)
{
    return secret.form == SecretForm::hosted ? "hosted" : "checksummed";
}

std::string place_of(const PlacedSecret& secret)
{
    return fmt::format("{}:{}:{}", secret.file, secret.line, secret.column);
}

Json leak_json(const PlacedSecret& secret, const std::optional<KnownSecret>& known)
{
    return {{"file", secret.file},
            {"line", secret.line},
            {"column", secret.column},
            {"start", secret.start},
            {"form", form_of(secret)},
            {"state", state_of(known)},
            {"apiKeyId", known ? Json(known->key.id) : Json(nullptr)},
            {"name", known ? Json(known->key.name) : Json(nullptr)}};
}

void print_scan_records(Context& context, const ScanResult& result, const Output& output)
{
    Json leaks = Json::array();
    for (std::size_t i = 0; i < result.known.size(); ++i) {
        leaks.push_back(leak_json(result.report.secrets[i], result.known[i]));
    }
    print_listing(context,
                  output,
                  {.schema = "azen.scan/v1",
                   .members = Json{{"findings", leaks},
                                   {"files", result.report.files},
                                   {"binaryFiles", result.report.binary},
                                   {"unreadable", result.report.unreadable}},
                   .kind = kind::leak,
                   .records = leaks});
}

std::string sentence_about(const PlacedSecret& secret, const std::optional<KnownSecret>& known)
{
    if (!known) {
        return fmt::format("An API key that starts with {} stands here.", secret.start);
    }
    return fmt::format("The API key {} (starts with {}, {}) stands here.",
                       known->key.name,
                       secret.start,
                       to_string(known->status));
}

// Tells the same secret from another one, and of it nothing: a hash of its hash.
std::string fingerprint_of(const PlacedSecret& secret)
{
    const Digest digest = sha256(secret.hash);
    return format_hex(std::span{digest}.first(16));
}

// Of a key that nobody can use any more nothing has to be done at once.
sarif::Level level_of(const std::optional<KnownSecret>& known)
{
    const bool dead =
        known && (known->status == KeyStatus::revoked || known->status == KeyStatus::expired);
    return dead ? sarif::Level::note : sarif::Level::error;
}

void print_scan_sarif(Context& context, const ScanResult& result)
{
    std::vector<sarif::Finding> findings;
    for (std::size_t i = 0; i < result.known.size(); ++i) {
        const PlacedSecret& secret = result.report.secrets[i];
        const std::optional<KnownSecret>& known = result.known[i];
        findings.push_back({.rule = rules.front().id,
                            .level = level_of(known),
                            .message = sentence_about(secret, known),
                            .file = secret.file,
                            .region = sarif::Region{.line = secret.line,
                                                    .column = secret.column,
                                                    .end_column = secret.column + secret.length},
                            .subject = known ? known->key.id : "",
                            .fingerprint = fingerprint_of(secret)});
    }
    print_json(context, sarif::log_of(rules, findings));
}

void print_scan_table(Context& context, const ScanResult& result)
{
    if (result.report.secrets.empty()) {
        print_note(context, "no API key in " + counted(result.report.files, "file"));
        return;
    }
    TextTable table{{"PLACE", "START", "KEY", "STATE"}};
    for (std::size_t i = 0; i < result.known.size(); ++i) {
        const PlacedSecret& secret = result.report.secrets[i];
        const std::optional<KnownSecret>& known = result.known[i];
        table.add({place_of(secret),
                   secret.start + "…",
                   known ? known->key.name : "-",
                   std::string{state_of(known)}});
    }
    table.print(context.out);
}

}  // namespace

void print_scan(Context& context, const ScanResult& result, const Output& output)
{
    for (const std::string& name : result.report.unreadable) {
        print_note(context, "cannot read " + name);
    }
    if (output.is_for_people()) {
        print_scan_table(context, result);
    } else if (output.format == OutputFormat::sarif) {
        print_scan_sarif(context, result);
    } else {
        print_scan_records(context, result, output);
    }
}

}  // namespace azen::cli
