#include "server/app/replies.h"

namespace azen::server {

Reply error_reply(ApiError error)
{
    Reply reply{.status = error_row(error).code, .body = error_body(error)};
    if (error == ApiError::no_api_key) {
        reply.headers = key_challenge;
    }
    return reply;
}

ApiError api_error_of(ErrorKind kind)
{
    // Without a default, so that a new kind has to be thought about here.
    switch (kind) {
        case ErrorKind::store:
        case ErrorKind::unreachable: return ApiError::unavailable;
        case ErrorKind::invalid:
        case ErrorKind::not_found:
        case ErrorKind::refused:
        case ErrorKind::conflict:
        case ErrorKind::rate_limited:
        case ErrorKind::declined:
        case ErrorKind::internal: break;
    }
    return ApiError::internal;
}

}  // namespace azen::server
