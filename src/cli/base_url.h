#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace azen::cli {

/// Where a memory API is spoken to.
struct BaseUrl {
    std::string url;          // without a slash at its end; "http://localhost" for a Unix socket
    std::string unix_socket;  // the socket's path; empty: TCP
    bool encrypted = false;

    std::string to_string() const;  // as people write it; never holds a secret

    /// Without the path, and as browsers write it (RFC 6454, section 6.2): what servers want of
    /// whoever changes something with a cookie.
    std::string origin() const;
};

/// Reads `https://host[:port][/path]`, `http://…` for a loopback host, or `unix:/path/of/socket`.
/// ErrorKind::invalid for everything else: in particular for plain HTTP to another machine, over
/// which a key must never travel, and for URLs that carry a user, a query or a fragment.
Result<BaseUrl> parse_base_url(std::string_view text);

/// `text` with all but RFC 3986's unreserved characters percent-encoded.
std::string percent_encode(std::string_view text);

}  // namespace azen::cli
