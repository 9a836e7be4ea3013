#include "server/http/error_table.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>

namespace azen::server {

namespace {

struct Entry {
    ApiError error;
    ErrorRow row;
};

constexpr std::string_view invalid_request = "invalid_request";
constexpr std::string_view internal_error = "internal_server_error";

// Clients compare these texts. They may be added to, not reworded.
constexpr std::array entries{
    Entry{ApiError::malformed_request, {400, invalid_request, "Malformed request"}},
    Entry{ApiError::invalid_json, {400, invalid_request, "Request body must be valid JSON"}},
    Entry{ApiError::invalid_body, {400, invalid_request, "Invalid request body"}},
    Entry{ApiError::invalid_memory_id, {400, invalid_request, "Invalid memory Id"}},
    Entry{ApiError::no_api_key, {401, "unauthorized", "no api key"}},
    Entry{ApiError::invalid_api_key, {403, "forbidden", "Invalid API key"}},
    Entry{ApiError::no_organization, {403, "forbidden", "Unauthorized"}},
    Entry{ApiError::memory_not_found, {404, "not_found", "Memory not found or already deleted"}},
    Entry{ApiError::not_found, {404, "not_found", "Not found"}},
    Entry{ApiError::method_not_allowed, {405, invalid_request, "Method not allowed"}},
    Entry{ApiError::request_timeout, {408, invalid_request, "Request timed out"}},
    Entry{ApiError::body_too_large, {413, invalid_request, "Request body too large"}},
    Entry{ApiError::uri_too_long, {414, invalid_request, "Request target too long"}},
    Entry{ApiError::unsupported_media_type,
          {415, invalid_request, "Content-Type must be application/json"}},
    Entry{ApiError::expectation_failed, {417, invalid_request, "Expectation failed"}},
    Entry{ApiError::headers_too_large, {431, invalid_request, "Request header section too large"}},
    Entry{ApiError::rate_limited, {429, "rate_limited", "Rate limit exceeded for this API key"}},
    Entry{ApiError::internal, {500, internal_error, "Internal server error"}},
    Entry{ApiError::unknown_coding, {501, invalid_request, "Transfer coding not supported"}},
    Entry{ApiError::unavailable, {503, internal_error, "Service unavailable"}},
    Entry{ApiError::unsupported_version, {505, invalid_request, "HTTP version not supported"}},
};

consteval bool in_order_of_the_enumeration()
{
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (static_cast<std::size_t>(entries.at(i).error) != i) {
            return false;
        }
    }
    return true;
}

// error_row() indexes by the enumerator's value.
static_assert(in_order_of_the_enumeration());
static_assert(entries.size() == static_cast<std::size_t>(ApiError::unsupported_version) + 1);

}  // namespace

const ErrorRow& error_row(ApiError error)
{
    return entries.at(static_cast<std::size_t>(error)).row;
}

std::string error_body(ApiError error)
{
    // No row holds a character that JSON would escape.
    const ErrorRow& row = error_row(error);
    return fmt::format(
        R"({{"status":"{}","message":"{}","code":{}}})", row.status, row.message, row.code);
}

}  // namespace azen::server
