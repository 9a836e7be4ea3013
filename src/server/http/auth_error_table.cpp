#include "server/http/auth_error_table.h"

#include <array>
#include <cstddef>

#include <nlohmann/json.hpp>

namespace azen::server {

namespace {

struct Entry {
    AuthError error;
    AuthErrorRow row;
};

// In the order of the enumeration.
constexpr std::array entries{
    Entry{AuthError::invalid_json, {400, "BAD_REQUEST", "Invalid JSON in request body"}},
    Entry{AuthError::validation, {400, "VALIDATION_ERROR", "Validation Error"}},
    Entry{AuthError::invalid_email, {400, "INVALID_EMAIL", "Invalid email"}},
    Entry{AuthError::name_required, {400, "NAME_REQUIRED", "API Key name is required."}},
    Entry{AuthError::invalid_name_length,
          {400, "INVALID_NAME_LENGTH", "The name length is either too large or too small."}},
    Entry{AuthError::invalid_prefix_length,
          {400, "INVALID_PREFIX_LENGTH", "The prefix length is either too large or too small."}},
    Entry{AuthError::invalid_metadata,
          {400, "INVALID_METADATA_TYPE", "metadata must be an object or undefined"}},
    Entry{AuthError::expires_too_early,
          {400,
           "EXPIRES_IN_IS_TOO_SMALL",
           "The expiresIn is smaller than the predefined minimum value."}},
    Entry{AuthError::expires_too_late,
          {400,
           "EXPIRES_IN_IS_TOO_LARGE",
           "The expiresIn is larger than the predefined maximum value."}},
    Entry{AuthError::server_only_property,
          {400,
           "SERVER_ONLY_PROPERTY",
           "The property you're trying to set can only be set from the server auth instance "
           "only."}},
    Entry{AuthError::refill_amount_missing,
          {400,
           "REFILL_AMOUNT_AND_INTERVAL_REQUIRED",
           "refillAmount is required when refillInterval is provided"}},
    Entry{AuthError::refill_interval_missing,
          {400,
           "REFILL_INTERVAL_AND_AMOUNT_REQUIRED",
           "refillInterval is required when refillAmount is provided"}},
    Entry{AuthError::no_values_to_update, {400, "NO_VALUES_TO_UPDATE", "No values to update."}},
    Entry{AuthError::no_active_organization,
          {400, "NO_ACTIVE_ORGANIZATION", "No active organization"}},
    Entry{AuthError::key_state, {400, "KEY_STATE", "The key's present state stands against it"}},
    Entry{AuthError::organization_exists,
          {400, "ORGANIZATION_ALREADY_EXISTS", "Organization already exists"}},
    Entry{AuthError::organization_not_found,
          {400, "ORGANIZATION_NOT_FOUND", "Organization not found"}},
    Entry{AuthError::invalid_credentials,
          {401, "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password"}},
    Entry{AuthError::unauthorized, {401, "UNAUTHORIZED", "Unauthorized"}},
    Entry{AuthError::unauthorized_session,
          {401, "UNAUTHORIZED_SESSION", "Unauthorized or invalid session"}},
    Entry{AuthError::missing_origin, {403, "MISSING_OR_NULL_ORIGIN", "Missing or null Origin"}},
    Entry{AuthError::foreign_origin, {403, "INVALID_ORIGIN", "Invalid origin"}},
    Entry{AuthError::foreign_callback, {403, "INVALID_CALLBACK_URL", "Invalid callbackURL"}},
    Entry{AuthError::not_a_member,
          {403,
           "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION",
           "User is not a member of the organization"}},
    Entry{AuthError::not_a_member_for_keys,
          {403,
           "USER_NOT_MEMBER_OF_ORGANIZATION",
           "You are not a member of the organization that owns this API key."}},
    Entry{AuthError::invalid_api_key, {403, "INVALID_API_KEY", "Invalid API key."}},
    Entry{AuthError::api_key_needed,
          {403, "API_KEY_NEEDED", "Only an API key with the permission may do this"}},
    Entry{AuthError::key_not_found, {404, "KEY_NOT_FOUND", "API Key not found"}},
    Entry{AuthError::unsupported_media_type,
          {415,
           "UNSUPPORTED_MEDIA_TYPE",
           "Content-Type is not allowed. Allowed types: application/json"}},
    Entry{AuthError::too_many_requests,
          {429, "TOO_MANY_REQUESTS", "Too many requests. Please try again later."}},
    Entry{AuthError::rate_limited, {429, "RATE_LIMITED", "Rate limit exceeded."}},
    Entry{AuthError::internal, {500, "INTERNAL_SERVER_ERROR", "Internal Server Error"}},
    Entry{AuthError::unavailable, {503, "SERVICE_UNAVAILABLE", "Service Unavailable"}},
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

// auth_error_row() indexes by the enumerator's value.
static_assert(in_order_of_the_enumeration());
static_assert(entries.size() == static_cast<std::size_t>(AuthError::unavailable) + 1);

}  // namespace

const AuthErrorRow& auth_error_row(AuthError error)
{
    return entries.at(static_cast<std::size_t>(error)).row;
}

std::string auth_error_body(AuthError error, std::string_view message, std::string_view hint)
{
    const AuthErrorRow& row = auth_error_row(error);
    nlohmann::ordered_json body{{"message", message.empty() ? row.message : message},
                                {"code", row.code}};
    if (!hint.empty()) {
        body["hint"] = hint;
    }
    return body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace azen::server
