#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/store/store.h"
#include "core/usage/usage.h"
#include "server/app/call.h"
#include "server/http/request.h"

namespace azen::server {

/// Whether a route needs to know who asks.
enum class Authentication : std::uint8_t {
    none,
    required,  // a session with an active organization, or a key, which is charged
    session,   // a session if there is one; what it means that there is none, the handler says
    manager,   // the same, or a key with the route's permission, which is charged
};

/// What a route takes as a body. Checked after authentication.
enum class RequestBody : std::uint8_t {
    ignored,
    json,  // anything else is 415
};

/// A Route::permission that stands for the request's own `permission` parameter.
inline constexpr std::string_view permission_asked_for = "?permission";

/// One row of the route table: all that is known of a route before its handler runs.
/// Invariant: a route with authentication uses the store. Those under /api/auth answer with the
/// errors of auth_error_table.h.
struct Route {
    Method method;             // a GET route answers HEAD too
    std::string_view pattern;  // a whole path; a last segment of {id} stands for any one segment
    Handler handler;
    std::optional<Durability> store;  // what its commit must survive; nullopt: needs no store
    Authentication authentication = Authentication::none;
    std::string_view permission;  // "resource.action", or empty: none
    RequestBody body = RequestBody::ignored;
    std::optional<UsageGroup> usage;  // where its use is counted, if anywhere
};

/// Every route there is, patterns without {id} before those with it. The one place that knows them:
/// the router, `Allow`, metrics and the tick read it here.
std::span<const Route> routes();

/// Each pattern once, in the table's order.
std::vector<std::string_view> route_patterns();

}  // namespace azen::server
