#include "server/app/origin_check.h"

#include <algorithm>
#include <string_view>

namespace azen::server {

OriginVerdict check_origin(const Request& request,
                           const std::vector<std::string>& configured,
                           Transport transport)
{
    const std::string_view origin = request.origin;
    if (origin.empty() || origin == "null") {
        return OriginVerdict::missing;
    }
    const std::string_view scheme = is_secure(transport) ? "https://" : "http://";
    const bool own = !request.host.empty() && origin.starts_with(scheme) &&
                     origin.substr(scheme.size()) == request.host;
    const bool known = own || std::ranges::find(configured, origin) != configured.end();
    return known ? OriginVerdict::allowed : OriginVerdict::foreign;
}

bool is_refused(OriginVerdict verdict, const Request& request)
{
    switch (verdict) {
        case OriginVerdict::allowed: return false;
        case OriginVerdict::missing: return !request.cookie.empty();
        case OriginVerdict::foreign: break;
    }
    return true;
}

bool is_change(Method method)
{
    switch (method) {
        case Method::get:
        case Method::head:
        case Method::options: return false;
        case Method::post:
        case Method::del:
        case Method::other: break;
    }
    return true;
}

}  // namespace azen::server
