#pragma once

#include <string_view>

#include "core/base/error.h"
#include "server/http/error_table.h"
#include "server/http/reply.h"

namespace azen::server {

inline constexpr std::string_view text_content_type = "text/plain; charset=utf-8";

/// What RFC 9110, section 15.5.2, demands of a 401. There is no registered scheme for a header of
/// one's own, and none that browsers know is named: they would ask for a password.
inline constexpr std::string_view key_challenge =
    "WWW-Authenticate: ApiKey realm=\"azen\", header=\"azen-api-key\"\r\n";

/// The row of the error table as a reply, with the header fields that its status demands: a 401
/// names its scheme.
Reply error_reply(ApiError error);

/// What a failure inside is to a client. Input has been checked before it reaches core, so all that
/// remains is a store that may be well again in a moment (503), or a defect (500).
ApiError api_error_of(ErrorKind kind);

}  // namespace azen::server
