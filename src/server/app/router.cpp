#include "server/app/router.h"

#include <algorithm>

namespace azen::server {

namespace {

constexpr std::string_view placeholder = "{id}";

// What `path` has in the place of {id}; empty when `pattern` has none or does not match.
std::string_view captured(std::string_view pattern, std::string_view path)
{
    if (!pattern.ends_with(placeholder)) {
        return {};
    }
    const std::string_view parent = pattern.substr(0, pattern.size() - placeholder.size());
    if (!path.starts_with(parent)) {
        return {};
    }
    const std::string_view segment = path.substr(parent.size());
    return segment.find('/') == std::string_view::npos ? segment : std::string_view{};
}

bool matches(std::string_view pattern, std::string_view path)
{
    return pattern == path || !captured(pattern, path).empty();
}

// What a row's method contributes to an Allow field.
std::string_view allowed_name(Method method)
{
    switch (method) {
        case Method::get: return "GET, HEAD";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::del: return "DELETE";
        case Method::options: return "OPTIONS";
        case Method::other: break;
    }
    return {};
}

}  // namespace

Routing find_route(Method method, std::string_view path)
{
    const Method wanted = method == Method::head ? Method::get : method;
    const auto all = routes();
    // The table is short, and a scan of it, with the busiest rows first, beats any cleverer
    // look-up.
    auto row = std::ranges::find_if(
        all, [path](std::string_view pattern) { return matches(pattern, path); }, &Route::pattern);
    if (row == all.end()) {
        return {};
    }
    Routing routing{.memory_id = captured(row->pattern, path)};
    for (const std::string_view pattern = row->pattern; row != all.end(); ++row) {
        if (row->pattern != pattern) {
            continue;
        }
        if (row->method == wanted) {
            routing.route = &*row;
            return routing;
        }
        routing.allow.append(routing.allow.empty() ? "" : ", ").append(allowed_name(row->method));
    }
    return routing;
}

}  // namespace azen::server
