#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/service/key_service.h"
#include "server/app/body_fields.h"
#include "server/app/key_manager.h"
#include "server/http/reply.h"

#include <tl/expected.hpp>

/// Keys as the routes under /api/auth/api-key read and write them. What is wrong with a body is the
/// reply to give.
namespace azen::server {

/// A key as Better Auth's plugin names its fields, and with ours beside them: organization, status.
nlohmann::ordered_json wire_key(const ApiKey& key, Timestamp now);

/// A new key for `manager`, in the organization named, else in the one it works in. With a session,
/// only what the plugin lets its clients set may be set, and besides what it does not know.
tl::expected<NewKey, Reply> read_new_key(const nlohmann::json& body,
                                         const KeyManager& manager,
                                         Timestamp now);

/// What to change in `key`. The same holds.
tl::expected<KeyChange, Reply> read_key_change(const nlohmann::json& body,
                                               const KeyManager& manager,
                                               const ApiKey& key,
                                               Timestamp now);

/// How to list keys.
struct KeyListing {
    std::optional<std::string> organization_id;
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> offset;
    std::optional<std::string> sort_by;  // a field of wire_key(); nullopt: in order of creation
    bool descending = false;
    bool with_revoked = false;
};
tl::expected<KeyListing, Reply> read_key_listing(std::string_view query);

}  // namespace azen::server
