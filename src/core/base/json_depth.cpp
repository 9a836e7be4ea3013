#include "core/base/json_depth.h"

#include <algorithm>

namespace azen {
namespace {

// What follows the string that begins at the front of `json`.
std::string_view skip_string(std::string_view json)
{
    std::size_t i = 1;
    while (i < json.size() && json[i] != '"') {
        i += json[i] == '\\' ? 2U : 1U;
    }
    return json.substr(std::min(json.size(), i + 1));
}

}  // namespace

bool is_nested_too_deep(std::string_view json, std::size_t most)
{
    std::size_t depth = 0;
    while (depth <= most) {
        const std::size_t at = json.find_first_of("\"[]{}");
        if (at == std::string_view::npos) {
            return false;
        }
        const char c = json[at];
        if (c == '"') {
            json = skip_string(json.substr(at));
            continue;
        }
        const bool opens = c == '[' || c == '{';
        depth = opens ? depth + 1 : std::max<std::size_t>(depth, 1) - 1;
        json.remove_prefix(at + 1);
    }
    return true;
}

}  // namespace azen
