#include "server/app/json_text.h"

#include <algorithm>

#include "core/base/ascii.h"
#include "server/http/ascii_case.h"

namespace azen::server {

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

// Tells the depth of valid JSON; of anything else it tells something harmless. It runs before the
// parser so that hostile nesting costs neither a tree nor the recursion that frees and prints one.
bool is_nested_too_deep(std::string_view json)
{
    std::size_t depth = 0;
    while (depth <= max_json_depth) {
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

}  // namespace

bool is_json_media_type(std::string_view content_type)
{
    constexpr std::string_view tree = "application/";
    constexpr std::string_view suffix = "+json";
    const std::string_view type = trim_ascii_space(content_type.substr(0, content_type.find(';')));
    if (equals_ignoring_case(type, "application/json")) {
        return true;
    }
    return type.size() > tree.size() + suffix.size() && starts_ignoring_case(type, tree) &&
           equals_ignoring_case(type.substr(type.size() - suffix.size()), suffix);
}

tl::expected<nlohmann::json, ApiError> parse_json_object(std::string_view body)
{
    if (is_nested_too_deep(body)) {
        return tl::unexpected(ApiError::invalid_body);
    }
    // nlohmann's parser checks UTF-8 and refuses lone surrogates, so what comes out can be written.
    constexpr bool allow_exceptions = false;
    nlohmann::json parsed = nlohmann::json::parse(body, nullptr, allow_exceptions);
    if (parsed.is_discarded()) {
        return tl::unexpected(ApiError::invalid_json);
    }
    if (!parsed.is_object()) {
        return tl::unexpected(ApiError::invalid_body);
    }
    return parsed;
}

void append_json_string(std::string& out, std::string_view text)
{
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::size_t count_code_points(std::string_view text)
{
    constexpr unsigned char continuation_mask = 0xC0;
    constexpr unsigned char continuation = 0x80;
    // Every code point has exactly one byte that does not continue another.
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & continuation_mask) != continuation;
    }));
}

}  // namespace azen::server
