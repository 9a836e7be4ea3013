#include "server/app/route_table.h"

#include <algorithm>
#include <array>

#include "server/app/handlers/handlers.h"

namespace azen::server {

namespace {

constexpr auto counted = Durability::process_crash;  // nothing but use is written
constexpr auto kept = Durability::power_loss;        // a user's data is written
constexpr auto required = Authentication::required;
constexpr auto session = Authentication::session;
constexpr auto manager = Authentication::manager;

constexpr std::string_view verify_path = "/api/v1/verify";
constexpr std::string_view memory_path = "/api/v1/memory";
constexpr std::string_view one_memory_path = "/api/v1/memory/{id}";

// The route that gateways call most comes first: it is found soonest. Patterns with {id} come last:
// a path that is literally in the table never means a memory.
constexpr std::array table{
    Route{.method = Method::get,
          .pattern = verify_path,
          .handler = handlers::verify,
          .store = counted,
          .authentication = required,
          .permission = permission_asked_for},
    Route{.method = Method::post,
          .pattern = verify_path,
          .handler = handlers::verify,
          .store = counted,
          .authentication = required,
          .permission = permission_asked_for},
    Route{.method = Method::post,
          .pattern = memory_path,
          .handler = handlers::create_memory,
          .store = kept,
          .authentication = required,
          .permission = "memory.write",
          .body = RequestBody::json,
          .usage = UsageGroup::memory_create},
    Route{.method = Method::get,
          .pattern = memory_path,
          .handler = handlers::list_memories,
          .store = counted,
          .authentication = required,
          .permission = "memory.read"},
    Route{.method = Method::post,
          .pattern = "/api/v1/memory/search",
          .handler = handlers::search_memories,
          .store = counted,
          .authentication = required,
          .permission = "memory.read",
          .body = RequestBody::json,
          .usage = UsageGroup::memory_search},
    Route{.method = Method::get,
          .pattern = "/api/v1/usage",
          .handler = handlers::usage,
          .store = counted,
          .authentication = required,
          .permission = "usage.read"},
    Route{.method = Method::post,
          .pattern = "/api/auth/sign-in/email",
          .handler = handlers::sign_in,
          .store = counted,
          .authentication = session},
    Route{.method = Method::post,
          .pattern = "/api/auth/sign-out",
          .handler = handlers::sign_out,
          .store = kept,
          .authentication = session},
    Route{.method = Method::get,
          .pattern = "/api/auth/get-session",
          .handler = handlers::get_session,
          .store = counted,
          .authentication = session},
    Route{.method = Method::post,
          .pattern = "/api/auth/organization/create",
          .handler = handlers::create_organization,
          .store = kept,
          .authentication = session},
    Route{.method = Method::get,
          .pattern = "/api/auth/organization/list",
          .handler = handlers::list_organizations,
          .store = counted,
          .authentication = session},
    Route{.method = Method::post,
          .pattern = "/api/auth/organization/set-active",
          .handler = handlers::set_active_organization,
          .store = kept,
          .authentication = session},
    Route{.method = Method::post,
          .pattern = "/api/auth/api-key/create",
          .handler = handlers::create_key,
          .store = counted,
          .authentication = manager,
          .permission = "keys.write"},
    Route{.method = Method::get,
          .pattern = "/api/auth/api-key/get",
          .handler = handlers::get_key,
          .store = counted,
          .authentication = manager,
          .permission = "keys.read"},
    Route{.method = Method::get,
          .pattern = "/api/auth/api-key/list",
          .handler = handlers::list_keys,
          .store = counted,
          .authentication = manager,
          .permission = "keys.read"},
    Route{.method = Method::post,
          .pattern = "/api/auth/api-key/update",
          .handler = handlers::update_key,
          .store = counted,
          .authentication = manager,
          .permission = "keys.write"},
    Route{.method = Method::post,
          .pattern = "/api/auth/api-key/delete",
          .handler = handlers::delete_key,
          .store = counted,
          .authentication = manager,
          .permission = "keys.delete"},
    Route{.method = Method::post,
          .pattern = "/api/auth/api-key/rotate",
          .handler = handlers::rotate_key,
          .store = counted,
          .authentication = manager,
          .permission = "keys.write"},
    Route{.method = Method::post,
          .pattern = "/api/auth/api-key/verify",
          .handler = handlers::verify_key,
          .store = counted,
          .authentication = manager,
          .permission = "keys.read"},
    Route{.method = Method::get,
          .pattern = "/api/auth/api-key/usage",
          .handler = handlers::key_usage,
          .store = counted,
          .authentication = manager,
          .permission = "keys.read"},
    Route{.method = Method::get,
          .pattern = "/api/auth/api-key/records",
          .handler = handlers::list_key_records,
          .store = counted,
          .authentication = manager,
          .permission = "keys.read"},
    Route{.method = Method::get,
          .pattern = "/api/auth/api-key/dead",
          .handler = handlers::list_dead_keys,
          .store = counted,
          .authentication = manager,
          .permission = "keys.read"},
    Route{.method = Method::post,
          .pattern = "/api/auth/api-key/prune",
          .handler = handlers::prune_keys,
          .store = counted,
          .authentication = manager,
          .permission = "keys.delete"},
    Route{.method = Method::get,
          .pattern = "/api/auth/api-key/export",
          .handler = handlers::export_keys,
          .store = counted,
          .authentication = manager,
          .permission = "keys.export"},
    Route{.method = Method::post,
          .pattern = "/api/auth/api-key/import",
          .handler = handlers::import_keys,
          .store = counted,
          .authentication = manager,
          .permission = "keys.import"},
    Route{.method = Method::get, .pattern = "/", .handler = handlers::welcome},
    Route{.method = Method::get, .pattern = "/api/v1", .handler = handlers::api_root},
    Route{.method = Method::get, .pattern = "/healthz", .handler = handlers::health},
    Route{.method = Method::get,
          .pattern = "/readyz",
          .handler = handlers::readiness,
          .store = counted},
    Route{.method = Method::get, .pattern = "/metrics", .handler = handlers::metrics},
    Route{.method = Method::get, .pattern = "/openapi.yaml", .handler = handlers::openapi},
    Route{.method = Method::get,
          .pattern = one_memory_path,
          .handler = handlers::get_memory,
          .store = counted,
          .authentication = required,
          .permission = "memory.read"},
    Route{.method = Method::del,
          .pattern = one_memory_path,
          .handler = handlers::delete_memory,
          .store = kept,
          .authentication = required,
          .permission = "memory.delete"},
};

}  // namespace

std::span<const Route> routes()
{
    return table;
}

std::vector<std::string_view> route_patterns()
{
    std::vector<std::string_view> patterns;
    for (const Route& route : table) {
        if (std::ranges::find(patterns, route.pattern) == patterns.end()) {
            patterns.push_back(route.pattern);
        }
    }
    return patterns;
}

}  // namespace azen::server
