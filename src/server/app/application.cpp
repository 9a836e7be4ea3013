#include "server/app/application.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "server/app/accounts.h"
#include "server/app/admission.h"
#include "server/app/auth_replies.h"
#include "server/app/call.h"
#include "server/app/client_address.h"
#include "server/app/cors.h"
#include "server/app/json_text.h"
#include "server/app/replies.h"
#include "server/app/route_table.h"
#include "server/app/router.h"

namespace azen::server {

namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point start)
{
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

// Where the use of an accepted request is counted; nowhere, unless both are set. It outlives the
// tick that admitted a deferred request, so it holds the key's row number, not the key.
struct UseTarget {
    std::optional<UsageGroup> group;
    std::optional<std::int64_t> key_row;
    Timestamp when{};
};

void count_use(Transaction& transaction, const UseTarget& target, int status)
{
    constexpr int first_error = 400;
    if (target.group && target.key_row) {
        transaction.usage().count(
            *target.key_row, *target.group, status < first_error, target.when);
    }
}

// Answers. What admission said about the key's limits stays in front of the reply's own headers;
// a handler that went on with the draft has it there already.
void answer(Exchange& exchange, Reply reply)
{
    if (!exchange.reply.headers.empty()) {
        reply.headers.insert(0, exchange.reply.headers);
    }
    exchange.reply = std::move(reply);
    exchange.state = Exchange::State::answered;
}

// Whether the exchange's route has Better Auth's errors instead of ours.
bool speaks_auth(const Exchange& exchange)
{
    return exchange.route.starts_with("/api/auth/");
}

// An error as the exchange's route tells it.
Reply refusal_reply(const Exchange& exchange, ApiError error)
{
    return speaks_auth(exchange) ? auth_error_reply(auth_error_of(error)) : error_reply(error);
}

// Answers with what a credential, or its absence, comes to.
void refuse(Exchange& exchange, Refusal refusal)
{
    answer(exchange, refusal_reply(exchange, admission::refuse(exchange, refusal)));
}

// Answers with what a handler made, or with what its failure is to a client.
void respond(Exchange& exchange, Result<Reply> result)
{
    if (result) {
        answer(exchange, std::move(*result));
        return;
    }
    exchange.failure = result.error().message;
    answer(exchange, refusal_reply(exchange, api_error_of(result.error().kind)));
}

// Whether a credential decides before the handler runs. Who administers keys with a session is told
// apart by the handler.
bool needs_admission(const Pending& pending)
{
    return pending.takes_key() &&
           (pending.route->authentication == Authentication::required || !pending.session);
}

// Takes back whatever a transaction that did not come about has promised.
void abandon(Exchange& exchange, const Error& error)
{
    exchange.work = nullptr;
    exchange.finish = nullptr;
    exchange.reply = {};
    exchange.outcome = "store_failed";
    exchange.failure = error.message;
    answer(exchange, refusal_reply(exchange, ApiError::unavailable));
}

// Hands the slow part to a worker; its use is counted when it is done, in the tick that finishes
// it.
void defer(Exchange& exchange, const UseTarget& target, Deferred deferred)
{
    exchange.queue = std::move(deferred.queue);
    const auto outcome = std::make_shared<Result<Reply>>();
    exchange.work = [outcome, work = std::move(deferred.work)] {
        *outcome = work();
    };
    exchange.finish = [&exchange, target, outcome](Transaction& transaction) {
        respond(exchange, std::move(*outcome));
        count_use(transaction, target, exchange.reply.status);
    };
    exchange.state = Exchange::State::deferred;
}

// The media type is checked here and not before admission: it is a property of the body, and of a
// body nothing is said to those who may not send one.
Result<Answer> handle(const Route& route, const Call& call)
{
    if (route.body == RequestBody::json && !is_json_media_type(call.request.content_type)) {
        return error_reply(ApiError::unsupported_media_type);
    }
    return route.handler(call);
}

// What a handler gave back that is not deferred.
Result<Reply> reply_of(Result<Answer> answered)
{
    Answer value = TRY(std::move(answered));
    return std::get<Reply>(std::move(value));
}

// One memory in the batch makes all of it wait for the disk: they share the commit.
Durability durability_of(std::span<const Pending> batch)
{
    const bool keeps_data = std::ranges::any_of(batch, [](const Pending& pending) {
        return pending.route != nullptr && pending.route->store == Durability::power_loss;
    });
    return keeps_data ? Durability::power_loss : Durability::process_crash;
}

// With CORS a browser may ask OPTIONS of any path there is.
Reply unrouted_reply(const Exchange& exchange, const Routing& routing, bool cross_origin)
{
    if (routing.allow.empty()) {
        return error_reply(ApiError::not_found);
    }
    const bool asks_options = exchange.request.method == Method::options;
    Reply reply = cross_origin && asks_options ? Reply{.status = 204, .content_type = {}}
                                               : error_reply(ApiError::method_not_allowed);
    reply.headers += "Allow: " + routing.allow + (cross_origin ? ", OPTIONS\r\n" : "\r\n");
    return reply;
}

}  // namespace

Application::Application(Services services, ApplicationOptions options)
    : services_{services}, options_{std::move(options)}, metrics_{route_patterns()}
{}

void Application::begin_draining()
{
    draining_ = true;
}

void Application::set_maintained(bool maintained)
{
    maintained_ = maintained;
}

ServerStatus Application::status() const
{
    return {.metrics = metrics_,
            .public_metrics = options_.public_metrics,
            .draining = draining_,
            .maintained = maintained_};
}

void Application::tick(std::span<const ExchangePtr> batch)
{
    const SteadyClock::time_point start = SteadyClock::now();
    // Everything that needs no store gets its reply before the transaction begins, so that the
    // others, of this process and of the next, wait for as little as possible.
    std::vector<Pending> pending;
    pending.reserve(batch.size());
    for (const ExchangePtr& exchange : batch) {
        if (std::optional<Pending> rest = prepare(*exchange)) {
            pending.push_back(std::move(*rest));
        }
    }
    if (!pending.empty()) {
        answer_pending(pending);
    }
    for (const ExchangePtr& exchange : batch) {
        conclude(*exchange);
    }
    metrics_.count_tick(batch.size(), seconds_since(start));
}

void Application::answer_pending(std::span<Pending> batch)
{
    const Result<void> done = transact(batch);
    for (const Pending& pending : batch) {
        if (!done) {
            // Also what was refused: the refusal may rest on something that never was.
            abandon(*pending.exchange, done.error());
        }
        if (pending.takes_key()) {
            metrics_.count_authentication(pending.exchange->outcome);
        }
    }
}

// The whole transaction of a tick. Fails when none of it came about.
Result<void> Application::transact(std::span<Pending> batch) const
{
    const std::unique_ptr<Transaction> transaction =
        TRY(services_.store.begin(durability_of(batch)));
    // Read here, once: after the wait for the transaction, so that no decision is older than what
    // it is based on.
    const Timestamp now = services_.clock.now();
    TRY(admission::identify(*transaction, services_.sessions, batch, now));
    for (Pending& pending : batch) {
        if (transaction->is_undone()) {
            break;  // commit() below tells why
        }
        TRY(settle(*transaction, pending, now));
    }
    return transaction->commit();
}

// Answers what needs no store; hands back what does.
std::optional<Pending> Application::prepare(Exchange& exchange)
{
    if (exchange.finish) {
        return Pending{.exchange = &exchange};
    }
    exchange.reply.clear();
    if (services_.accounts.transport == Transport::tls_proxy) {
        exchange.request.client = std::string{client_address(exchange.request)};
    }
    if (exchange.request.defect) {
        answer(exchange, error_reply(*exchange.request.defect));
        return std::nullopt;
    }
    if (allows_cross_origin() && cors::is_preflight(exchange.request)) {
        answer(exchange, cors::preflight_reply());
        return std::nullopt;
    }
    return route(exchange);
}

// Finds the row, and does all of authentication that can be done before the transaction: hashing a
// secret inside it would make others wait.
std::optional<Pending> Application::route(Exchange& exchange)
{
    const Request& request = exchange.request;
    const Routing routing = find_route(request.method, request.path);
    if (routing.route == nullptr) {
        answer(exchange, unrouted_reply(exchange, routing, allows_cross_origin()));
        return std::nullopt;
    }
    exchange.route = routing.route->pattern;
    Pending pending{.exchange = &exchange, .route = routing.route, .memory_id = routing.memory_id};
    if (pending.takes_key()) {
        pending.screened = authenticator::screen(request.api_key, request.api_key_count);
        if (!pending.screened && request.cookie.empty()) {
            // No look into the store can help it, so whoever floods us with such keys gets none.
            refuse(exchange, pending.screened.error());
            metrics_.count_authentication(exchange.outcome);
            return std::nullopt;
        }
    } else if (!routing.route->store) {
        const ServerStatus server = status();
        respond(exchange,
                reply_of(routing.route->handler(
                    {.request = request, .services = services_, .server = server})));
        return std::nullopt;
    }
    return pending;
}

// Whether a session, if there is one, may be used by whoever sent the request; answers when not.
// Tells the client of a session that was renewed, whatever becomes of the rest.
bool Application::screen_session(Pending& pending) const
{
    Exchange& exchange = *pending.exchange;
    if (!pending.asks_for_session()) {
        return true;
    }
    if (const auto verdict = admission::refuse_origin(
            pending, options_.cors_origins, services_.accounts.transport)) {
        const ApiError error = admission::refuse(exchange, Refusal::foreign_origin);
        answer(
            exchange,
            speaks_auth(exchange) ? auth_error_reply(auth_error_of(*verdict)) : error_reply(error));
        return false;
    }
    if (pending.session && pending.session->renewed) {
        exchange.reply.headers += services_.accounts.cookies.remember(pending.session->token);
    }
    return true;
}

// Decides, handles and counts one request inside the tick's transaction. Fails when the transaction
// must not be committed.
Result<void> Application::settle(Transaction& transaction, Pending& pending, Timestamp now) const
{
    Exchange& exchange = *pending.exchange;
    if (pending.route == nullptr) {
        std::exchange(exchange.finish, nullptr)(transaction);
        return {};
    }
    if (!screen_session(pending)) {
        return {};
    }
    const ServerStatus server = status();
    Call call{.request = exchange.request,
              .services = services_,
              .server = server,
              .memory_id = pending.memory_id,
              .permission = pending.route->permission,
              .draft = &exchange.reply,
              .transaction = &transaction,
              .session = pending.session ? &*pending.session : nullptr,
              .now = now};
    if (needs_admission(pending)) {
        const Admitted caller = TRY(admission::admit(services_, transaction, pending, now));
        if (!caller) {
            answer(exchange, refusal_reply(exchange, caller.error()));
            return {};
        }
        call.caller = *caller;
    }
    const UseTarget target{
        .group = pending.route->usage, .key_row = call.caller.key_row, .when = now};
    Result<Answer> answered = handle(*pending.route, call);
    if (answered && std::holds_alternative<Deferred>(*answered)) {
        defer(exchange, target, std::get<Deferred>(std::move(*answered)));
        return {};
    }
    respond(exchange, reply_of(std::move(answered)));
    count_use(transaction, target, exchange.reply.status);
    return {};
}

// What every reply gets, whatever made it.
void Application::conclude(Exchange& exchange)
{
    if (exchange.state != Exchange::State::answered) {
        return;
    }
    if (allows_cross_origin()) {
        cors::add_headers(exchange.request, options_.cors_origins, exchange.reply);
    }
    metrics_.count_request({.route = exchange.route,
                            .method = exchange.request.method,
                            .status = exchange.reply.status,
                            .seconds = seconds_since(exchange.request.received)});
}

}  // namespace azen::server
