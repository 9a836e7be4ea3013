#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>

#include "cli/bulk/rate_pace.h"
#include "cli/bulk/request_pool.h"
#include "cli/context.h"
#include "cli/retry_policy.h"

namespace azen::cli {

/// A request among many. Sending it twice must do no harm.
struct BulkRequest {
    std::size_t ticket = 0;  // the caller's own number for it, no other's
    HttpRequest request;
};

/// How a bulk came to its end, when nothing failed.
enum class BulkEnd { done, interrupted };

/// Sends many requests, several at a time, no faster than the server allows. What fails for a
/// passing reason is sent again; a refusal for the rate is waited out, however often, as long as
/// the server names a time that is worth waiting for. For one run; one per thread.
class BulkSender {
public:
    /// The next request, or nullopt when there are no more.
    using Source = std::function<Result<std::optional<BulkRequest>>()>;
    /// Takes the final answer to a request: of any status but those that were sent again. An error
    /// ends the run.
    using Sink = std::function<Result<void>(std::size_t ticket, const HttpResponse& response)>;

    /// Both outlive it.
    BulkSender(RequestPool& pool, Context& context) : pool_{pool}, context_{context} {}

    /// Until there are no more requests, or Ctrl-C was pressed, or something failed: source, sink,
    /// or a server that cannot be reached or keeps failing. In any case the answers to what was
    /// sent have been given to `sink` before this returns.
    Result<BulkEnd> run(const Source& source, const Sink& sink);

private:
    struct Pending {
        BulkRequest request;
        int tries = 0;
        Timestamp not_before{};
        std::int64_t answers_before = 0;  // how many had come when it was sent
    };

    Result<void> take_next(const Sink& sink);
    Result<void> send_what_may_go(const Source& source);
    Result<std::optional<Pending>> next_pending(const Source& source);
    void wait_a_little();
    Result<void> take(RequestPool::Answer answer, const Sink& sink);
    Result<void> judge(Pending pending, Result<HttpResponse> response, const Sink& sink);
    std::optional<milliseconds> wait_before_next_try(const Pending& pending,
                                                     const Result<HttpResponse>& response);
    void drain(const Sink& sink);

    RequestPool& pool_;
    Context& context_;
    RatePace pace_;
    std::int64_t answers_ = 0;
    std::map<std::size_t, Pending> sent_;  // by ticket
    std::deque<Pending> again_;            // to be sent once more
    milliseconds delay_{};                 // until something may be sent
    bool exhausted_ = false;               // the source has no more
};

}  // namespace azen::cli
