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
    Entry{AuthError::organization_exists,
          {400, "ORGANIZATION_ALREADY_EXISTS", "Organization already exists"}},
    Entry{AuthError::organization_not_found,
          {400, "ORGANIZATION_NOT_FOUND", "Organization not found"}},
    Entry{AuthError::invalid_credentials,
          {401, "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password"}},
    Entry{AuthError::unauthorized, {401, "UNAUTHORIZED", "Unauthorized"}},
    Entry{AuthError::missing_origin, {403, "MISSING_OR_NULL_ORIGIN", "Missing or null Origin"}},
    Entry{AuthError::foreign_origin, {403, "INVALID_ORIGIN", "Invalid origin"}},
    Entry{AuthError::not_a_member,
          {403,
           "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION",
           "User is not a member of the organization"}},
    Entry{AuthError::unsupported_media_type,
          {415,
           "UNSUPPORTED_MEDIA_TYPE",
           "Content-Type is not allowed. Allowed types: application/json"}},
    Entry{AuthError::too_many_requests,
          {429, "TOO_MANY_REQUESTS", "Too many requests. Please try again later."}},
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

std::string auth_error_body(AuthError error, std::string_view message)
{
    const AuthErrorRow& row = auth_error_row(error);
    const nlohmann::ordered_json body{{"message", message.empty() ? row.message : message},
                                      {"code", row.code}};
    return body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace azen::server
