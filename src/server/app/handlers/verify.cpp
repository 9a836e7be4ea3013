#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/base/append.h"
#include "server/app/handlers/handlers.h"

namespace azen::server::handlers {

namespace {

// Whether an id can stand in a header field and in a JSON string as it is. All ids made here can;
// an imported one that cannot must not reach a gateway, where a line break would start a header.
constexpr auto is_unfit = [] {
    std::array<bool, 256> unfit{};
    for (std::size_t c = 0; c < unfit.size(); ++c) {
        unfit[c] = c <= ' ' || c > '~' || c == '"' || c == '\\';
    }
    return unfit;
}();

// Looks at all of it, as nearly all are plain: that takes no branch a character.
bool is_plain(std::string_view id)
{
    bool unfit = false;
    for (const char c : id) {
        unfit |= is_unfit[static_cast<unsigned char>(c)];
    }
    return !unfit;
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
    append_all(reply.headers,
               {"azen-user-id: ",
                user,
                "\r\nazen-api-key-id: ",
                key,
                "\r\nazen-organization-id: ",
                organization,
                "\r\n"});
    append_all(reply.body, {R"({"status":"success","userId":")", user, R"(","apiKeyId":)"});
    if (key.empty()) {
        reply.body += "null";
    } else {
        append_all(reply.body, {"\"", key, "\""});
    }
    append_all(reply.body, {R"(,"organizationId":")", organization, R"("})"});
    return reply;
}

}  // namespace azen::server::handlers
