#include <doctest/doctest.h>

#include "server/app/router.h"

namespace azen::server {

namespace {

constexpr std::string_view id = "0b8f1d5e-6c7a-4f7e-9d43-2f0f5a1f7c11";

bool is_unknown(Method method, std::string_view path)
{
    const Routing routing = find_route(method, path);
    return routing.route == nullptr && routing.allow.empty();
}

std::string allowed(Method method, std::string_view path)
{
    const Routing routing = find_route(method, path);
    CHECK(routing.route == nullptr);
    return routing.allow;
}

}  // namespace

TEST_CASE("every row of the table is found by its own method and path")
{
    for (const Route& row : routes()) {
        CAPTURE(row.pattern);
        CHECK(find_route(row.method, row.pattern).route == &row);
    }
}

TEST_CASE("a memory's id is handed on as it was sent")
{
    const std::string path = "/api/v1/memory/" + std::string{id};

    CHECK(find_route(Method::get, path).memory_id == id);
    CHECK(find_route(Method::del, path).memory_id == id);
    CHECK(find_route(Method::get, "/api/v1/memory/%41b").memory_id == "%41b");
}

TEST_CASE("a literal path wins over {id}")
{
    CHECK(find_route(Method::post, "/api/v1/memory/search").memory_id.empty());
    CHECK(allowed(Method::get, "/api/v1/memory/search") == "POST");
}

TEST_CASE("HEAD is answered wherever GET is, and nowhere else")
{
    CHECK(find_route(Method::head, "/api/v1/verify").route->method == Method::get);
    CHECK(allowed(Method::head, "/api/v1/memory/search") == "POST");
}

TEST_CASE("a known path with another method tells which it has")
{
    CHECK(allowed(Method::del, "/api/v1/memory") == "POST, GET, HEAD");
    CHECK(allowed(Method::post, "/api/v1/memory/" + std::string{id}) == "GET, HEAD, DELETE");
    CHECK(allowed(Method::other, "/") == "GET, HEAD");
    CHECK(allowed(Method::options, "/api/v1/verify") == "GET, HEAD, POST");
}

TEST_CASE("other paths are unknown")
{
    for (const char* path : {"",
                             "*",
                             "/api",
                             "/api/v1/",
                             "/api/v1/memory/",
                             "/api/v1/memory/search/",
                             "/api/v1/memory/a/b",
                             "/API/v1/memory",
                             "//api/v1/memory",
                             "/api/v1/%6demory",
                             "/healthz/",
                             "/api/v1/memory/{id}/"}) {
        CAPTURE(path);
        CHECK(is_unknown(Method::get, path));
    }
}

}  // namespace azen::server
