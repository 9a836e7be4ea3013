#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/account/account.h"
#include "core/account/session.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "server/app/origin_check.h"
#include "server/http/auth_error_table.h"
#include "server/http/reply.h"
#include "server/http/request.h"

#include <tl/expected.hpp>

/// What the routes under /api/auth have in common: how bodies are read, and how replies look.
namespace azen::server {

/// A row of the error table as a reply, with another message and a hint if they are given.
Reply auth_error_reply(AuthError error, std::string_view message = {}, std::string_view hint = {});

/// What an error of the other routes is here. Precondition: one that authentication or a failure
/// inside comes to.
AuthError auth_error_of(ApiError error);

/// What stands against a request from there. Precondition: it is not allowed.
AuthError auth_error_of(OriginVerdict verdict);

/// What a failure of core is to a client of these routes, if its input was at fault; else the
/// failure itself, of which the log tells and the client hears no more than its status.
Result<Reply> auth_failure_reply(const Error& error);

/// The request's body, which has to be a JSON object of that media type; or what to answer.
tl::expected<nlohmann::json, Reply> read_auth_body(const Request& request);

/// 200, with `body`.
Reply auth_reply(const nlohmann::ordered_json& body);

/// Objects as the wire has them.
nlohmann::ordered_json wire_user(const User& user);
nlohmann::ordered_json wire_session(const PresentedSession& presented);
nlohmann::ordered_json wire_organization(const Organization& organization);
nlohmann::ordered_json wire_member(const Member& member);

}  // namespace azen::server
