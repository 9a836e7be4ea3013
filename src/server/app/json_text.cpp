#include "server/app/json_text.h"

#include <algorithm>

#include "core/base/ascii.h"
#include "core/base/json_depth.h"
#include "server/http/ascii_case.h"

namespace azen::server {

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
