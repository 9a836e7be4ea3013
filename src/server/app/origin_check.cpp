#include "server/app/origin_check.h"

#include <algorithm>

namespace azen::server {

namespace {

// What every reader of a URL takes for a character of it, and nobody for a slash.
bool is_url_character(char c)
{
    return c > ' ' && c < '\x7F' && c != '\\';
}

// Some take %2F and %5C for slashes, and would see another host.
bool hides_slash(std::string_view path)
{
    for (std::size_t at = path.find('%'); at != std::string_view::npos;
         at = path.find('%', at + 1)) {
        const std::string_view code = path.substr(at, 3);
        if (code == "%2F" || code == "%2f" || code == "%5C" || code == "%5c") {
            return true;
        }
    }
    return false;
}

}  // namespace

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

bool is_safe_callback(std::string_view url, const Request& request)
{
    if (!std::ranges::all_of(url, is_url_character)) {
        return false;
    }
    if (url.starts_with('/')) {
        return !url.starts_with("//") && !hides_slash(url.substr(0, url.find_first_of("?#")));
    }
    const std::string_view origin = request.origin;
    if (origin.empty() || !url.starts_with(origin)) {
        return false;
    }
    const std::string_view rest = url.substr(origin.size());
    return rest.empty() || rest.find_first_of("/?#") == 0;
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
