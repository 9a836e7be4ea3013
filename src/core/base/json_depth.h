#pragma once

#include <cstddef>
#include <string_view>

namespace azen {

/// How many arrays and objects may lie within each other in a text from outside.
inline constexpr std::size_t max_json_depth = 64;

/// Whether valid JSON is nested deeper than `most`; of anything else it tells something harmless.
/// To be asked before a parser is: hostile nesting then costs neither a tree nor the recursion that
/// prints one.
bool is_nested_too_deep(std::string_view json, std::size_t most = max_json_depth);

}  // namespace azen
