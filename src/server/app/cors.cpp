#include "server/app/cors.h"

#include <algorithm>

namespace azen::server::cors {

bool is_preflight(const Request& request)
{
    return request.method == Method::options && !request.origin.empty() &&
           !request.access_control_request_method.empty();
}

Reply preflight_reply()
{
    // Ten minutes: long enough to halve the requests of a page, short enough to forget a mistake.
    return {.status = 204,
            .content_type = {},
            .headers =
                "Access-Control-Allow-Methods: GET, POST, DELETE\r\n"
                "Access-Control-Allow-Headers: azen-api-key, content-type, x-request-id\r\n"
                "Access-Control-Max-Age: 600\r\n"};
}

void add_headers(const Request& request, const std::vector<std::string>& origins, Reply& reply)
{
    reply.headers += "Vary: Origin\r\n";
    // An origin that equals a configured one holds nothing that could break out of the line.
    if (std::ranges::find(origins, request.origin) == origins.end()) {
        return;
    }
    reply.headers += "Access-Control-Allow-Origin: ";
    reply.headers += request.origin;
    // With credentials: an origin that is configured may act with a session's cookie.
    reply.headers +=
        "\r\nAccess-Control-Allow-Credentials: true"
        "\r\nAccess-Control-Expose-Headers: RateLimit, RateLimit-Policy, Retry-After, "
        "X-Request-Id\r\n";
}

}  // namespace azen::server::cors
