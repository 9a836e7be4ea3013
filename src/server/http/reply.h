#pragma once

#include <string>
#include <string_view>

namespace azen::server {

/// One HTTP reply before it is written. The edge adds what every reply carries: Date,
/// Content-Length, Connection, X-Request-Id, Cache-Control and X-Content-Type-Options.
struct Reply {
    int status = 200;
    std::string_view content_type = "application/json";  // of static storage
    std::string body;
    std::string headers;  // further complete header lines, each ending in CRLF
};

}  // namespace azen::server
