#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "server/app/handlers/handlers.h"

namespace azen::server::handlers {

namespace {

// Whether an id can stand in a header field and in a JSON string as it is. All ids made here can;
// an imported one that cannot must not reach a gateway, where a line break would start a header.
bool is_plain(std::string_view id)
{
    return std::ranges::all_of(id,
                               [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; });
}

// Makes room once and copies: nothing else runs as often as this.
void append(std::string& out, std::initializer_list<std::string_view> parts)
{
    std::size_t at = out.size();
    std::size_t size = at;
    for (const std::string_view part : parts) {
        size += part.size();
    }
    out.resize(size);
    for (const std::string_view part : parts) {
        at += part.copy(&out[at], part.size());
    }
}

}  // namespace

Result<Answer> verify(const Call& call)
{
    const auto [user, key, organization] = call.caller.identity;
    if (!std::ranges::all_of(std::array{user, key, organization}, is_plain)) {
        return fail(ErrorKind::internal, "an id of this key cannot be sent in a header field");
    }
    Reply reply = std::move(*call.draft);
    // All three always, that of a session's key empty: a gateway replaces by them what a client
    // sent.
    append(reply.headers,
           {"azen-user-id: ",
            user,
            "\r\nazen-api-key-id: ",
            key,
            "\r\nazen-organization-id: ",
            organization,
            "\r\n"});
    append(reply.body, {R"({"status":"success","userId":")", user, R"(","apiKeyId":)"});
    if (key.empty()) {
        reply.body += "null";
    } else {
        append(reply.body, {"\"", key, "\""});
    }
    append(reply.body, {R"(,"organizationId":")", organization, R"("})"});
    return reply;
}

}  // namespace azen::server::handlers
