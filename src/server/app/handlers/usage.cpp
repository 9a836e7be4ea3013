#include <nlohmann/json.hpp>

#include "core/service/usage_service.h"
#include "core/usage/usage_json.h"
#include "server/app/handlers/handlers.h"
#include "server/app/query.h"

namespace azen::server::handlers {

namespace {

// An empty value is no key's id: it narrows to nothing rather than to everything.
std::optional<std::string> wanted_key(const Call& call)
{
    return query_value(call.request.query, "apiKeyId");
}

}  // namespace

Result<Answer> usage(const Call& call)
{
    const UsageSeries series = TRY(usage_service::series(
        *call.transaction, call.caller.identity.organization_id, wanted_key(call), call.now));
    return Reply{.status = 200, .body = usage_to_json(series).dump()};
}

}  // namespace azen::server::handlers
