#include <set>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "core/key/permissions.h"
#include "server/app/handlers/openapi_document.h"
#include "server/app/route_table.h"

namespace azen::server {

namespace {

std::string_view openapi_name(Method method)
{
    switch (method) {
        case Method::get: return "get";
        case Method::post: return "post";
        case Method::del: return "delete";
        case Method::head:
        case Method::options:
        case Method::other: break;
    }
    return "?";
}

// "get /path" for each operation: paths are indented by two columns, their methods by four.
std::set<std::string> documented_operations()
{
    std::set<std::string> operations;
    std::string path;
    std::string_view rest = openapi_document();
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.starts_with("  /")) {
            path = line.substr(2, line.find(':') - 2);
        } else if (line == "    get:" || line == "    post:" || line == "    delete:") {
            operations.insert(std::string{line.substr(4, line.size() - 5)} + ' ' + path);
        }
    }
    return operations;
}

}  // namespace

TEST_CASE("no row stands in the table twice")
{
    std::set<std::pair<Method, std::string_view>> seen;
    for (const Route& row : routes()) {
        CAPTURE(row.pattern);
        CHECK(seen.emplace(row.method, row.pattern).second);
    }
}

TEST_CASE("a route that authenticates uses the store and demands a permission that plain keys have")
{
    for (const Route& row : routes()) {
        CAPTURE(row.pattern);
        CHECK((row.store || row.authentication == Authentication::none));
        if (row.authentication == Authentication::manager) {
            continue;
        }
        if (row.authentication != Authentication::required) {
            CHECK(row.permission.empty());
            continue;
        }
        CHECK((row.permission == permission_asked_for ||
               Permissions::defaults().allows(row.permission)));
    }
}

TEST_CASE("everything under /api/v1 but its root authenticates, and nothing else does")
{
    for (const Route& row : routes()) {
        CAPTURE(row.pattern);
        const bool guarded = row.authentication == Authentication::required;
        CHECK(guarded == row.pattern.starts_with("/api/v1/"));
    }
}

TEST_CASE("everything under /api/auth asks for a session, and nothing else does without a key")
{
    for (const Route& row : routes()) {
        CAPTURE(row.pattern);
        const bool asks = row.authentication == Authentication::session ||
                          row.authentication == Authentication::manager;
        CHECK(asks == row.pattern.starts_with("/api/auth/"));
    }
}

TEST_CASE("keys are administered with a permission that plain keys lack")
{
    for (const Route& row : routes()) {
        CAPTURE(row.pattern);
        const bool manages = row.authentication == Authentication::manager;
        CHECK(manages == row.pattern.starts_with("/api/auth/api-key/"));
        CHECK(manages == row.permission.starts_with("keys."));
        CHECK((!manages || !Permissions::defaults().allows(row.permission)));
    }
}

TEST_CASE("what writes a user's data waits for the disk, and nothing else does")
{
    for (const Route& row : routes()) {
        CAPTURE(row.pattern);
        // Signing in writes too, in a transaction of its own.
        const bool writes = row.permission == "memory.write" || row.permission == "memory.delete" ||
                            row.pattern == "/api/auth/sign-out" ||
                            row.pattern == "/api/auth/organization/create" ||
                            row.pattern == "/api/auth/organization/set-active";
        CHECK((row.store == Durability::power_loss) == writes);
    }
}

TEST_CASE("use is counted where memories are created and searched, and nowhere else")
{
    for (const Route& row : routes()) {
        CAPTURE(row.pattern);
        const bool creates = row.method == Method::post && row.pattern == "/api/v1/memory";
        const bool searches = row.pattern == "/api/v1/memory/search";
        CHECK((row.usage == UsageGroup::memory_create) == creates);
        CHECK((row.usage == UsageGroup::memory_search) == searches);
    }
}

TEST_CASE("patterns without {id} come before those with it")
{
    bool seen_placeholder = false;
    for (const Route& row : routes()) {
        const bool has_placeholder = row.pattern.ends_with("{id}");
        CHECK_FALSE((seen_placeholder && !has_placeholder));
        seen_placeholder = seen_placeholder || has_placeholder;
    }
}

TEST_CASE("the API's description names exactly the routes there are")
{
    std::set<std::string> operations;
    for (const Route& row : routes()) {
        operations.insert(std::string{openapi_name(row.method)} + ' ' + std::string{row.pattern});
    }

    CHECK(documented_operations() == operations);
}

TEST_CASE("the API's description carries the program's version")
{
    CHECK(openapi_document().starts_with("openapi: 3.1."));
    CHECK(openapi_document().find("@PROJECT_VERSION@") == std::string_view::npos);
}

}  // namespace azen::server
