#include "server/app/auth_replies.h"

#include <fmt/format.h>

#include "core/base/ascii.h"
#include "core/base/or_null.h"
#include "core/base/time_text.h"
#include "server/app/json_text.h"
#include "server/app/replies.h"

namespace azen::server {

namespace {

using nlohmann::ordered_json;

// What JavaScript calls what a JSON text begins with; bodies that are no object are told apart by
// it.
std::string_view kind_of(std::string_view json)
{
    json = trim_ascii_space(json);
    switch (json.empty() ? '\0' : json.front()) {
        case '{': return "object";
        case '[': return "array";
        case '"': return "string";
        case 't':
        case 'f': return "boolean";
        case 'n': return "null";
        case '\0': return "undefined";
        default: break;
    }
    return "number";
}

}  // namespace

Reply auth_error_reply(AuthError error, std::string_view message, std::string_view hint)
{
    Reply reply{.status = auth_error_row(error).status,
                .body = auth_error_body(error, message, hint)};
    if (reply.status == 401) {
        reply.headers = key_challenge;
    }
    return reply;
}

AuthError auth_error_of(ApiError error)
{
    switch (error) {
        case ApiError::no_api_key: return AuthError::unauthorized;
        case ApiError::invalid_api_key: return AuthError::invalid_api_key;
        case ApiError::rate_limited: return AuthError::rate_limited;
        case ApiError::unavailable: return AuthError::unavailable;
        default: return AuthError::internal;
    }
}

AuthError auth_error_of(OriginVerdict verdict)
{
    return verdict == OriginVerdict::missing ? AuthError::missing_origin
                                             : AuthError::foreign_origin;
}

Result<Reply> auth_failure_reply(const Error& error)
{
    if (error.kind == ErrorKind::invalid) {
        return auth_error_reply(AuthError::validation, error.message, error.hint);
    }
    return tl::unexpected(error);
}

tl::expected<nlohmann::json, Reply> read_auth_body(const Request& request)
{
    if (!request.content_type.empty() && !is_json_media_type(request.content_type)) {
        return tl::unexpected(auth_error_reply(AuthError::unsupported_media_type));
    }
    // A form, which needs no script, cannot send this media type; a script of another origin cannot
    // without being asked about. So what has none is no JSON either.
    const std::string_view text =
        request.content_type.empty() ? std::string_view{} : std::string_view{request.body};
    auto body = parse_json_object(text);
    if (body) {
        return std::move(*body);
    }
    if (body.error() == ApiError::invalid_json && !text.empty()) {
        return tl::unexpected(auth_error_reply(AuthError::invalid_json));
    }
    return tl::unexpected(auth_error_reply(
        AuthError::validation,
        fmt::format("[body] Invalid input: expected object, received {}", kind_of(text))));
}

Reply auth_reply(const ordered_json& body)
{
    return {.status = 200,
            .body = body.dump(-1, ' ', false, ordered_json::error_handler_t::replace)};
}

ordered_json wire_user(const User& user)
{
    return {{"id", user.id},
            {"name", user.name},
            {"email", or_null(user.email)},
            {"emailVerified", false},
            {"image", nullptr},
            {"createdAt", format_timestamp(user.created_at)},
            {"updatedAt", format_timestamp(user.updated_at)}};
}

ordered_json wire_session(const PresentedSession& presented)
{
    const Session& session = presented.session;
    return {{"id", session.id},
            {"token", presented.token},
            {"userId", session.user_id},
            {"activeOrganizationId", or_null(session.organization_id)},
            {"ipAddress", session.address},
            {"userAgent", session.agent},
            {"expiresAt", format_timestamp(session.expires_at)},
            {"createdAt", format_timestamp(session.created_at)},
            {"updatedAt", format_timestamp(session.updated_at)}};
}

ordered_json wire_organization(const Organization& organization)
{
    const auto metadata = ordered_json::parse(organization.metadata, nullptr, false);
    return {{"id", organization.id},
            {"name", organization.name},
            {"slug", organization.slug},
            {"logo", or_null(organization.logo)},
            {"metadata", metadata.is_object() ? metadata : ordered_json(nullptr)},
            {"createdAt", format_timestamp(organization.created_at)}};
}

ordered_json wire_member(const Member& member)
{
    return {{"id", member.id},
            {"organizationId", member.organization_id},
            {"userId", member.user_id},
            {"role", to_string(member.role)},
            {"createdAt", format_timestamp(member.created_at)}};
}

}  // namespace azen::server
