#pragma once

#include <string_view>

#include "server/http/request.h"

namespace azen::server {

/// Reads a request target (RFC 9112 section 3.2) into `request.path` and `request.query`: the
/// origin form, the absolute form, whose authority goes into `request.host`, and `*` for OPTIONS.
/// False for the authority form, for a fragment and for bytes no URI may hold.
bool read_target(std::string_view target, Request& request);

/// Whether a Host field's value can be one: empty, or `host [":" port]`, of which nothing but the
/// characters is looked at.
bool is_host(std::string_view value);

}  // namespace azen::server
