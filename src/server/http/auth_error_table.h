#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace azen::server {

/// Every error of the routes under /api/auth. Their words are Better Auth's, so that its client and
/// what was built on it understand them.
enum class AuthError : std::uint8_t {
    invalid_json,             // 400
    validation,               // 400, with a message of its own
    invalid_email,            // 400
    name_required,            // 400
    invalid_name_length,      // 400
    invalid_prefix_length,    // 400
    invalid_metadata,         // 400
    expires_too_early,        // 400
    expires_too_late,         // 400
    server_only_property,     // 400
    refill_amount_missing,    // 400
    refill_interval_missing,  // 400
    no_values_to_update,      // 400
    no_active_organization,   // 400
    key_state,                // 400, with a message of its own
    organization_exists,      // 400
    organization_not_found,   // 400
    invalid_credentials,      // 401
    unauthorized,             // 401
    unauthorized_session,     // 401
    missing_origin,           // 403
    foreign_origin,           // 403
    foreign_callback,         // 403
    not_a_member,             // 403
    not_a_member_for_keys,    // 403
    invalid_api_key,          // 403
    api_key_needed,           // 403
    key_not_found,            // 404
    unsupported_media_type,   // 415
    too_many_requests,        // 429
    rate_limited,             // 429
    internal,                 // 500
    unavailable,              // 503
};

/// What is sent for an error. The texts are of static storage and need no escaping in JSON.
struct AuthErrorRow {
    int status;
    std::string_view code;
    std::string_view message;
};

/// The one table of them.
const AuthErrorRow& auth_error_row(AuthError error);

/// {"message":"…","code":"…"}, in this order; with `message` in the place of the row's, and with a
/// "hint", if these are not empty.
std::string auth_error_body(AuthError error,
                            std::string_view message = {},
                            std::string_view hint = {});

}  // namespace azen::server
