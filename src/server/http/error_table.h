#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace azen::server {

/// Every error that a client can be answered with. The bodies are the contract's, byte for byte.
enum class ApiError : std::uint8_t {
    malformed_request,       // 400, bytes that are no HTTP
    invalid_json,            // 400
    invalid_body,            // 400
    invalid_memory_id,       // 400
    no_api_key,              // 401
    invalid_api_key,         // 403
    no_organization,         // 403
    memory_not_found,        // 404
    not_found,               // 404
    method_not_allowed,      // 405
    request_timeout,         // 408
    body_too_large,          // 413
    uri_too_long,            // 414
    unsupported_media_type,  // 415
    expectation_failed,      // 417
    headers_too_large,       // 431
    rate_limited,            // 429
    internal,                // 500
    unknown_coding,          // 501
    unavailable,             // 503
    unsupported_version,     // 505
};

/// What is sent for an error. `status` is the word in the body, which several codes share. The
/// texts are of static storage and need no escaping in JSON.
struct ErrorRow {
    int code;  // the HTTP status, and the body's "code"
    std::string_view status;
    std::string_view message;
};

/// The one table of them; nothing else in the server knows a code's words.
const ErrorRow& error_row(ApiError error);

/// {"status":"…","message":"…","code":N}, in this order and without white space: clients compare
/// it.
std::string error_body(ApiError error);

}  // namespace azen::server
