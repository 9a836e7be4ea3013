#include "cli/bulk/bulk_sender.h"

#include <algorithm>
#include <utility>

#include "cli/api_error.h"

namespace azen::cli {
namespace {

constexpr int too_many_requests = 429;

// Long enough for a server to be started anew, short enough for a person to wait for.
constexpr RetryPolicy passing_troubles{
    .tries = 6, .first_wait = milliseconds{500}, .longest_wait = milliseconds{20'000}};
// A quota that is filled tomorrow is better gone on with tomorrow.
constexpr milliseconds longest_refusal = std::chrono::minutes{10};
// A server that refuses without naming a time.
constexpr milliseconds unnamed_refusal{1'000};
// How long Ctrl-C may go unnoticed.
constexpr milliseconds slice{100};

RateNote note_of(const HttpResponse& response)
{
    return parse_rate_note(response.rate_limit, response.rate_limit_policy);
}

}  // namespace

// One thread decides on everything; the pool's only wait for the network.
Result<BulkEnd> BulkSender::run(const Source& source, const Sink& sink)
{
    for (;;) {
        if (context_.interrupted()) {
            drain(sink);
            return BulkEnd::interrupted;
        }
        Result<void> gone_on = send_what_may_go(source);
        if (gone_on && exhausted_ && again_.empty() && pool_.in_flight() == 0) {
            return BulkEnd::done;
        }
        if (gone_on && pool_.in_flight() == 0) {
            wait_a_little();
        } else if (gone_on) {
            gone_on = take_next(sink);
        }
        if (!gone_on) {
            drain(sink);
            return tl::unexpected<Error>(gone_on.error());
        }
    }
}

// Not for longer than until there is something to send again.
Result<void> BulkSender::take_next(const Sink& sink)
{
    const milliseconds longest = pool_.has_room() && !exhausted_ ? std::min(delay_, slice) : slice;
    auto answer = pool_.wait(longest);
    return answer ? take(*std::move(answer), sink) : Result<void>{};
}

Result<void> BulkSender::send_what_may_go(const Source& source)
{
    delay_ = milliseconds{0};
    while (pool_.has_room()) {
        const Timestamp now = context_.clock.now();
        delay_ = pace_.delay(now, static_cast<std::int64_t>(pool_.in_flight()));
        // What would take that long is for the server to refuse, with a time that can be told.
        const bool asks = delay_ > longest_refusal && pool_.in_flight() == 0;
        if (delay_ > milliseconds{0} && !asks) {
            return {};
        }
        std::optional<Pending> pending = TRY(next_pending(source));
        if (!pending) {
            return {};
        }
        const std::size_t ticket = pending->request.ticket;
        pool_.submit(ticket, pending->request.request);
        ++pending->tries;
        pending->answers_before = answers_;
        sent_.insert_or_assign(ticket, *std::move(pending));
    }
    return {};
}

// What failed before goes first: its line is what a checkpoint waits for.
Result<std::optional<BulkSender::Pending>> BulkSender::next_pending(const Source& source)
{
    const Timestamp now = context_.clock.now();
    const auto due = std::ranges::find_if(
        again_, [now](const Pending& pending) { return pending.not_before <= now; });
    if (due != again_.end()) {
        Pending pending = std::move(*due);
        again_.erase(due);
        return pending;
    }
    if (!exhausted_) {
        std::optional<BulkRequest> request = TRY(source());
        if (request) {
            return Pending{.request = *std::move(request)};
        }
        exhausted_ = true;
    }
    // All that is left has to wait for its time.
    for (const Pending& pending : again_) {
        delay_ = std::max(delay_, std::min(pending.not_before - now, slice));
    }
    return std::nullopt;
}

// Nothing is on its way, so only time can change anything.
void BulkSender::wait_a_little()
{
    context_.pause(std::clamp(delay_, milliseconds{1}, slice));
}

Result<void> BulkSender::take(RequestPool::Answer answer, const Sink& sink)
{
    const auto sent = sent_.find(answer.ticket);
    Pending pending = std::move(sent->second);
    sent_.erase(sent);
    return judge(std::move(pending), std::move(answer.response), sink);
}

Result<void> BulkSender::judge(Pending pending, Result<HttpResponse> response, const Sink& sink)
{
    const Timestamp now = context_.clock.now();
    if (response) {
        pace_.observe(note_of(*response), answers_ - pending.answers_before, now);
        ++answers_;
    }
    if (const auto wait = wait_before_next_try(pending, response)) {
        // A refusal for the rate was no try: nothing was wrong with the request or the server.
        pending.tries -= response && response->status == too_many_requests ? 1 : 0;
        pending.not_before = now + *wait;
        again_.push_back(std::move(pending));
        return {};
    }
    if (!response) {
        return tl::unexpected<Error>(response.error());
    }
    // Refused for too long, or failed too often: every other request would fare the same.
    if (response->status == too_many_requests || response->status >= 500) {
        return tl::unexpected<Error>(api_error(*response));
    }
    return sink(pending.request.ticket, *response);
}

// nullopt: the answer is final.
std::optional<milliseconds> BulkSender::wait_before_next_try(const Pending& pending,
                                                             const Result<HttpResponse>& response)
{
    if (response && response->status == too_many_requests) {
        const milliseconds named =
            response->retry_after.value_or(note_of(*response).reset.value_or(unnamed_refusal));
        if (named > longest_refusal) {
            return std::nullopt;
        }
        pace_.refused(named, context_.clock.now());
        return milliseconds{0};
    }
    const TryOutcome outcome =
        response ? TryOutcome{.status = response->status, .retry_after = response->retry_after}
                 : TryOutcome{.connection_lost = response.error().kind == ErrorKind::unreachable};
    return wait_before_retry(passing_troubles, outcome, pending.tries, context_.random);
}

// What the server has done is to be known, also when no more is to be sent. Of several failures the
// first is told; these come later.
void BulkSender::drain(const Sink& sink)
{
    again_.clear();
    while (pool_.in_flight() > 0) {
        if (auto answer = pool_.wait(slice)) {
            const Result<void> ignored = take(*std::move(answer), sink);
            static_cast<void>(ignored);
        }
    }
}

}  // namespace azen::cli
