#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"
#include "core/usage/usage.h"

namespace azen::cli {

/// Thirty days of use, counted here or told by a server.
struct UsageReport {
    /// One UTC day. Requests are counted by what they did and by how they ended.
    struct Day {
        std::string label;
        std::int64_t creates = 0;
        std::int64_t searches = 0;
        std::int64_t success = 0;
        std::int64_t error = 0;
    };
    std::optional<std::string> key_id;  // nullopt: all keys of the organization
    std::string start;
    std::string end;
    std::array<Day, usage_days> days{};
    UsageSeries::Summary summary;
};

/// From what the store counted; labels are dates.
UsageReport usage_report(const UsageSeries& series, std::optional<std::string> key_id);

/// From the body of GET /api/v1/usage. ErrorKind::internal when it is of another shape.
Result<UsageReport> usage_report(const nlohmann::ordered_json& body,
                                 std::optional<std::string> key_id);

/// ErrorKind::invalid when --field names what no report has.
Result<void> check_usage_field(const UsageReport& report, const Output& output);

/// A line a day and a sum, or a chart; or the body of GET /api/v1/usage under schema azen.usage/v1.
void print_usage(Context& context, const UsageReport& report, const Output& output);

}  // namespace azen::cli
