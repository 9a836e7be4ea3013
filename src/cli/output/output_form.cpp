#include "cli/output/output_form.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace azen::cli {
namespace {

constexpr std::array<std::pair<std::string_view, OutputFormat>, 8> formats{{
    {"auto", OutputFormat::automatic},
    {"chart", OutputFormat::chart},
    {"table", OutputFormat::table},
    {"json", OutputFormat::json},
    {"jsonl", OutputFormat::jsonl},
    {"csv", OutputFormat::csv},
    {"name", OutputFormat::name},
    {"sarif", OutputFormat::sarif},
}};

}  // namespace

// The parser has checked it against the row's choices; those that are not here (a shell's syntax,
// say) are the command's own business.
Output output_of(const Arguments& arguments)
{
    Output output;
    if (arguments.offers("output")) {
        const std::string said = arguments.required("output");
        const auto* const found = std::ranges::find(
            formats, std::string_view{said}, [](const auto& format) { return format.first; });
        output.format = found == formats.end() ? OutputFormat::table : found->second;
    }
    if (arguments.offers("field")) {
        output.field = arguments.value("field").value_or("");
    }
    return output;
}

}  // namespace azen::cli
