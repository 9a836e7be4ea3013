#include <fmt/format.h>

#include <memory>
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

// One search on its way through a worker thread. Its parts are touched by one thread at a time:
// `work` has returned before `render` is called.
struct Job {
    std::string organization_id;
    SearchRequest wanted;
    Result<SearchAnswer> answer;
};

void append_match(std::string& out, const SearchAnswer::RawMatch& match)
{
    out += R"({"id":)";
    append_json_string(out, fmt::format("{}::{}", match.memory_id, match.chunk));
    // The vectors are none of the client's business: `values` is there for the shape's sake.
    out += fmt::format(R"(,"score":{},"values":[]}})", match.score);
}

void work(Job& job, MemorySearch& search)
{
    job.answer = search.search(job.organization_id, job.wanted.query, job.wanted.limit);
}

Result<Reply> render(Job& job)
{
    const SearchAnswer answer = TRY(std::move(job.answer));
    std::string body = R"({"status":"success","memories":)";
    append_memories(body, answer.memories);
    body += R"(,"rawMatches":[)";
    for (const SearchAnswer::RawMatch& match : answer.raw_matches) {
        body += body.back() == '[' ? "" : ",";
        append_match(body, match);
    }
    body += "]}";
    return Reply{.status = 200, .body = std::move(body)};
}

}  // namespace

Result<Answer> search_memories(const Call& call)
{
    auto wanted = parse_search_request(call.request.body);
    if (!wanted) {
        return error_reply(wanted.error());
    }
    const auto job = std::make_shared<Job>(
        Job{.organization_id = std::string{call.caller.identity.organization_id},
            .wanted = std::move(*wanted),
            .answer = {}});
    // The services outlive every exchange; the call does not, so what is needed of it is in the
    // job.
    return Deferred{.work = [job, &search = call.services.search] { work(*job, search); },
                    .render =
                        [job] {
                            return render(*job);
                        }};
}

}  // namespace azen::server::handlers
