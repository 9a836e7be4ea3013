#pragma once

#include <string>
#include <string_view>

#include "server/app/route_table.h"
#include "server/http/request.h"

namespace azen::server {

/// Where a request leads. Without a route: 404 when `allow` is empty, else 405.
struct Routing {
    const Route* route = nullptr;
    std::string_view memory_id;  // a part of the path given; empty unless the pattern has {id}
    std::string allow;           // the methods that the path has, as the Allow field lists them
};

/// Finds the row for a request; HEAD finds GET's, and OPTIONS none. Paths are compared byte for
/// byte: no case folding, no decoding, and a trailing slash makes another path. Where a literal
/// pattern matches, {id} does not. Pure.
Routing find_route(Method method, std::string_view path);

}  // namespace azen::server
