#pragma once

#include <string>
#include <vector>

#include "server/http/reply.h"
#include "server/http/request.h"

/// Cross-origin requests from browsers, as the Fetch standard has them. Origins are compared whole
/// and exactly; without a configured one nothing here is used and no browser script gets an answer.
namespace azen::server::cors {

/// Whether `request` asks if another one would be allowed. It carries no key and needs none.
bool is_preflight(const Request& request);

/// 204, with what is allowed. add_headers() completes it.
Reply preflight_reply();

/// Adds to any reply whether a script of the request's origin may read it. `Vary` goes to every
/// reply, so that no cache hands one origin's answer to another.
void add_headers(const Request& request, const std::vector<std::string>& origins, Reply& reply);

}  // namespace azen::server::cors
