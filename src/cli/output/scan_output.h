#pragma once

#include <optional>
#include <vector>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "cli/scan/scan_report.h"
#include "core/service/secret_lookup.h"

namespace azen::cli {

/// What a scan found, and what the local store knows of it.
struct ScanResult {
    ScanReport report;
    std::vector<std::optional<KnownSecret>> known{};  // of each of report.secrets, in order
};

/// A line for each secret: its place, its start, its key and what state that is in, never the
/// secret; or one object of schema azen.scan/v1; or records of kind::leak; or SARIF. What could not
/// be read is noted, and what was looked through when nothing was found.
void print_scan(Context& context, const ScanResult& result, const Output& output);

}  // namespace azen::cli
