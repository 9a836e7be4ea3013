#pragma once

#include <string_view>

#include "server/app/session_cookies.h"
#include "server/http/request.h"

namespace azen::server {

/// The address to hold a client to: its peer's, or, behind a proxy that speaks TLS for the server,
/// the one that this proxy saw. Of X-Forwarded-For that is the last element; those before it are
/// whatever the client wrote. Valid as long as the request. Pure.
std::string_view client_address(const Request& request, Transport transport);

}  // namespace azen::server
