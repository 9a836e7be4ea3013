#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/app/session_cookies.h"
#include "server/http/request.h"

namespace azen::server {

/// Where a request comes from, as a browser tells it.
enum class OriginVerdict : std::uint8_t {
    allowed,
    missing,  // no Origin, or the opaque "null"
    foreign,
};

/// Browsers send cookies along with what another site's page asks them to send; they cannot be made
/// to lie about that page's origin. So whatever changes something on the word of a cookie has to
/// come from the server's own origin, or from one that is configured.
///
/// The own origin is the scheme that clients use and the request's Host: a page whose Host is
/// another's has that one's cookies, and none of ours. Pure.
OriginVerdict check_origin(const Request& request,
                           const std::vector<std::string>& configured,
                           Transport transport);

/// Whether that verdict stands against a request whose session, if it has one, is not known yet:
/// a foreign origin always does, a missing one if there is a cookie.
bool is_refused(OriginVerdict verdict, const Request& request);

/// Whether a client may be sent to `url` when it has signed in: to a path here, or to the origin
/// that the request comes from. Precondition: that origin, if there is one, is allowed.
bool is_safe_callback(std::string_view url, const Request& request);

/// Whether a request may change something: then its origin matters, if it has a cookie.
bool is_change(Method method);

}  // namespace azen::server
