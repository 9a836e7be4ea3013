#include <fmt/format.h>

#include <string>
#include <utility>

#include "core/service/memory_search.h"
#include "server/app/application.h"
#include "server/app/handlers/handlers.h"
#include "server/app/handlers/memory_json.h"
#include "server/app/json_text.h"
#include "server/app/replies.h"

namespace azen::server::handlers {

namespace {

void append_match(std::string& out, const SearchAnswer::RawMatch& match)
{
    out += R"({"id":)";
    append_json_string(out, fmt::format("{}::{}", match.memory_id, match.chunk));
    // The vectors are none of the client's business: `values` is there for the shape's sake.
    out += fmt::format(R"(,"score":{},"values":[]}})", match.score);
}

Reply render(const SearchAnswer& answer)
{
    std::string body = R"({"status":"success","memories":)";
    append_memories(body, answer.memories);
    body += R"(,"rawMatches":[)";
    for (const SearchAnswer::RawMatch& match : answer.raw_matches) {
        body += body.back() == '[' ? "" : ",";
        append_match(body, match);
    }
    body += "]}";
    return {.status = 200, .body = std::move(body)};
}

}  // namespace

Result<Answer> search_memories(const Call& call)
{
    auto wanted = parse_search_request(call.request.body);
    if (!wanted) {
        return error_reply(wanted.error());
    }
    std::string organization_id{call.caller.identity.organization_id};
    // The services outlive every exchange; the call does not.
    auto work = [organization_id,
                 wanted = *std::move(wanted),
                 &search = call.services.search]() -> Result<Reply> {
        return render(TRY(search.search(organization_id, wanted.query, wanted.limit)));
    };
    return Deferred{.queue = std::move(organization_id), .work = std::move(work)};
}

}  // namespace azen::server::handlers
