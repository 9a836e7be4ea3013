#pragma once

#include "cli/http_client.h"
#include "core/base/error.h"

namespace azen::cli {

/// What an answer outside 200-299 means for the user: kind, a message that quotes the server's own
/// and the request's id, and one hint.
/// Precondition: the status is not a success.
Error api_error(const HttpResponse& response);

}  // namespace azen::cli
