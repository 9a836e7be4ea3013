#include "core/key/key_json.h"

#include <nlohmann/json.hpp>

#include "core/base/or_null.h"
#include "core/base/time_text.h"

namespace azen {
namespace {

using Json = nlohmann::ordered_json;

// Kept as text in the store; what is no object there is nobody's metadata.
Json metadata_of(const ApiKey& key)
{
    const Json parsed = Json::parse(key.metadata, nullptr, false);
    return parsed.is_object() ? parsed : Json(nullptr);
}

// Before the first refill the state holds the creation, which is no refill.
std::optional<Timestamp> last_refill_of(const ApiKey& key)
{
    const Timestamp last = key.use.quota.last_refill_at;
    const bool refilled = key.refill.has_value() && last > key.created_at;
    return refilled ? std::optional{last} : std::nullopt;
}

}  // namespace

nlohmann::ordered_json key_to_json(const ApiKey& key, Timestamp now)
{
    const std::optional<Refill>& refill = key.refill;
    return Json{
        {"id", key.id},
        {"name", key.name},
        {"start", key.start},
        {"prefix", key.prefix},
        {"userId", key.user_id},
        {"organizationId", key.organization_id},
        {"status", to_string(status_of(key, now))},
        {"enabled", key.enabled},
        {"expiresAt", or_null(key.expires_at, format_timestamp)},
        {"revokedAt", or_null(key.revoked_at, format_timestamp)},
        {"rateLimitEnabled", key.rate_limit.enabled},
        {"rateLimitMax", key.rate_limit.max},
        {"rateLimitTimeWindow", key.rate_limit.window.count()},
        {"remaining", or_null(key.use.quota.remaining)},
        {"refillAmount", refill ? Json(refill->amount) : Json(nullptr)},
        {"refillInterval", refill ? Json(refill->interval.count()) : Json(nullptr)},
        {"lastRefillAt", or_null(last_refill_of(key), format_timestamp)},
        {"requestCount", key.use.request_count},
        {"lastRequest", or_null(key.use.last_request, format_timestamp)},
        {"permissions", Json(key.permissions.to_json())},
        {"metadata", metadata_of(key)},
        {"createdAt", format_timestamp(key.created_at)},
        {"updatedAt", format_timestamp(key.updated_at)},
    };
}

}  // namespace azen
