#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "server/http/error_table.h"

#include <tl/expected.hpp>

/// JSON from outside, within bounds, and the few pieces of JSON that are written without a tree.
namespace azen::server {

/// Whether a Content-Type means JSON: application/json or application/*+json, in any case, with or
/// without parameters. Absent (empty) does not.
bool is_json_media_type(std::string_view content_type);

/// Reads a body that must be a JSON object: ApiError::invalid_json when it is not JSON (RFC 8259)
/// in valid UTF-8, ApiError::invalid_body when it is no object or nested deeper than
/// max_json_depth. Of a name that comes twice the last value counts.
tl::expected<nlohmann::json, ApiError> parse_json_object(std::string_view body);

/// Appends `text` as a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// How many Unicode code points valid UTF-8 holds.
std::size_t count_code_points(std::string_view text);

}  // namespace azen::server
