#include <string>

#include "server/app/handlers/handlers.h"
#include "server/app/handlers/openapi_document.h"
#include "server/app/metrics.h"
#include "server/app/replies.h"

namespace azen::server::handlers {

namespace {

Reply ok()
{
    return {.status = 200, .body = R"({"status":"ok"})"};
}

}  // namespace

Result<Answer> welcome(const Call& /*call*/)
{
    return Reply{.content_type = text_content_type, .body = "Welcome to Azen API"};
}

Result<Answer> api_root(const Call& /*call*/)
{
    return ok();
}

Result<Answer> health(const Call& /*call*/)
{
    return ok();
}

Result<Answer> readiness(const Call& call)
{
    if (call.server.draining || !call.server.maintained) {
        return error_reply(ApiError::unavailable);
    }
    // That the tick's transaction began is half of the proof. That it commits is the other half,
    // but only if there is something to write.
    TRY(call.transaction->touch());
    return ok();
}

Result<Answer> metrics(const Call& call)
{
    if (!call.request.local_peer && !call.server.public_metrics) {
        // Not 403: to others the page does not exist.
        return error_reply(ApiError::not_found);
    }
    return Reply{.content_type = Metrics::content_type, .body = call.server.metrics.format()};
}

Result<Answer> openapi(const Call& /*call*/)
{
    return Reply{.content_type = "application/yaml", .document = openapi_document()};
}

}  // namespace azen::server::handlers
