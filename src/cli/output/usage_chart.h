#pragma once

#include <cstddef>
#include <string>

#include "cli/output/usage_output.h"

namespace azen::cli {

/// What a chart may be drawn with: what the locale of the terminal can show.
enum class Glyphs { ascii, unicode };

/// Requests a day as columns over an axis, then the sums in a line. At most `width` columns wide
/// where that is 48 or more. Any day with a request shows at least a trace of one.
std::string usage_chart(const UsageReport& report, Glyphs glyphs, std::size_t width);

}  // namespace azen::cli
