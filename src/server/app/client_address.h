#pragma once

#include <string_view>

#include "server/http/request.h"

namespace azen::server {

/// Whom the proxy in front saw: the last element of X-Forwarded-For, as those before it are
/// whatever the client wrote; the peer where that is no address. Valid as long as the request.
/// Pure.
std::string_view client_address(const Request& request);

}  // namespace azen::server
