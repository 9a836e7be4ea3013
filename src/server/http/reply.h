#pragma once

#include <string>
#include <string_view>

namespace azen::server {

/// One HTTP reply before it is written. The edge adds what every reply carries: Date,
/// Content-Length, Connection, X-Request-Id, Cache-Control and X-Content-Type-Options. Of these
/// `headers` must have none.
struct Reply {
    static constexpr int ok = 200;
    static constexpr std::string_view json = "application/json";

    int status = ok;
    std::string_view content_type = json;  // of static storage
    std::string body;
    std::string_view document;  // instead of a body, of static storage: replies hold no copy of it
    std::string headers;        // further complete header lines, each ending in CRLF

    std::string_view content() const
    {
        return document.empty() ? std::string_view{body} : document;
    }

    /// Back to a new one, but for the room that its texts have.
    void clear();
};

}  // namespace azen::server
