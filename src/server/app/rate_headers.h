#pragma once

#include <optional>
#include <string>

#include "core/key/key_rules.h"
#include "core/key/quota.h"

/// What a key may still do, in header fields. Two policies: "rate", the token bucket, and "quota".
namespace azen::server {

/// RateLimit-Policy and RateLimit lines as draft-ietf-httpapi-ratelimit-headers-10 has them, each
/// ending in CRLF; empty for a key without any limit. An item tells its `t` only when nothing is
/// left of it and something will come back. Whole seconds, rounded up.
void append_rate_limit_headers(std::string& out,
                               const Allowance& allowance,
                               const std::optional<Refill>& refill);

/// The Retry-After line (RFC 9110, section 10.2.3) of a refusal: the same seconds as `t`, and at
/// least 1. Empty when waiting does not help.
std::string retry_after_header(const Allowance& allowance);

}  // namespace azen::server
