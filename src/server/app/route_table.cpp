#include "server/app/route_table.h"

#include <algorithm>
#include <array>

#include "server/app/handlers/handlers.h"

namespace azen::server {

namespace {

using handlers::create_memory;
using handlers::delete_memory;
using handlers::get_memory;
using handlers::list_memories;
using handlers::search_memories;

constexpr auto counted = Durability::process_crash;  // nothing but use is written
constexpr auto kept = Durability::power_loss;        // a user's data is written
constexpr auto required = Authentication::required;
constexpr auto json = RequestBody::json;

constexpr std::string_view verify_path = "/api/v1/verify";
constexpr std::string_view memory_path = "/api/v1/memory";
constexpr std::string_view one_memory_path = "/api/v1/memory/{id}";

// The route that gateways call most comes first: it is found soonest. Patterns with {id} come last:
// a path that is literally in the table never means a memory.
constexpr std::array table{
    Route{Method::get, verify_path, handlers::verify, counted, required, permission_asked_for},
    Route{Method::post, verify_path, handlers::verify, counted, required, permission_asked_for},
    Route{Method::post,
          memory_path,
          create_memory,
          kept,
          required,
          "memory.write",
          json,
          UsageGroup::memory_create},
    Route{Method::get, memory_path, list_memories, counted, required, "memory.read"},
    Route{Method::post,
          "/api/v1/memory/search",
          search_memories,
          counted,
          required,
          "memory.read",
          json,
          UsageGroup::memory_search},
    Route{Method::get, "/api/v1/usage", handlers::usage, counted, required, "usage.read"},
    Route{Method::get, "/", handlers::welcome},
    Route{Method::get, "/api/v1", handlers::api_root},
    Route{Method::get, "/healthz", handlers::health},
    Route{Method::get, "/readyz", handlers::readiness, counted},
    Route{Method::get, "/metrics", handlers::metrics},
    Route{Method::get, "/openapi.yaml", handlers::openapi},
    Route{Method::get, one_memory_path, get_memory, counted, required, "memory.read"},
    Route{Method::del, one_memory_path, delete_memory, kept, required, "memory.delete"},
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
