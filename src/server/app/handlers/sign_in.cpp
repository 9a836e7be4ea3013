#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "core/account/password.h"
#include "core/audit/recorder.h"
#include "core/service/session_service.h"
#include "core/service/user_service.h"
#include "server/app/accounts.h"
#include "server/app/application.h"
#include "server/app/auth_replies.h"
#include "server/app/body_fields.h"
#include "server/app/client_network.h"
#include "server/app/handlers/handlers.h"

namespace azen::server::handlers {

namespace {

using Need = BodyFields::Need;

constexpr std::string_view signed_in_action = "user.sign_in";
constexpr std::string_view failed_action = "user.sign_in_failed";

struct Wanted {
    std::string email;
    Secret password;
    Remember remember = Remember::yes;
    std::string callback;  // where the client goes next; empty: nowhere
};

// One sign-in on its way through a worker thread.
struct Job {
    Wanted wanted;
    std::string address;
    std::string agent;
    SignInThrottle::Attempt attempt;
};

struct SignedIn {
    User user;
    session_service::OpenedSession opened;
};

tl::expected<Wanted, Reply> read_wanted(const Request& request)
{
    const auto body = read_auth_body(request);
    if (!body) {
        return tl::unexpected(body.error());
    }
    BodyFields fields{*body, "body"};
    const std::string email = fields.text("email", Need::required).value_or("");
    std::string password = fields.text("password", Need::required).value_or("");
    auto callback = fields.text("callbackURL", Need::optional).value_or("");
    const bool remember = fields.boolean("rememberMe", Need::optional).value_or(true);
    if (!fields.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
    if (!callback.empty() && !is_safe_callback(callback, request)) {
        return tl::unexpected(auth_error_reply(AuthError::foreign_callback));
    }
    if (!user_service::check_email(email)) {
        return tl::unexpected(auth_error_reply(AuthError::invalid_email));
    }
    return Wanted{.email = user_service::normal_email(email),
                  .password = Secret{std::move(password)},
                  .remember = remember ? Remember::yes : Remember::no,
                  .callback = std::move(callback)};
}

Reply throttled_reply(milliseconds wait)
{
    Reply reply = auth_error_reply(AuthError::too_many_requests);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    reply.headers = fmt::format("Retry-After: {0}\r\nX-Retry-After: {0}\r\n", seconds);
    return reply;
}

// Only an enabled user with a password can sign in; of all others it is as if they were not there.
Result<std::optional<User>> find_user(const Services& services, std::string_view email)
{
    const auto transaction = TRY(services.store.begin(Durability::process_crash));
    auto user = TRY(transaction->accounts().find_email(email));
    TRY(transaction->commit());
    const bool may_try = user && !user->disabled_at && !user->password_hash.empty();
    return may_try ? std::move(user) : std::nullopt;
}

// Tells the trail of an attempt in this transaction. Who failed may be anybody but the user.
Result<void> record_attempt(Transaction& transaction,
                            std::string_view action,
                            const Job& job,
                            const User& user,
                            const Clock& clock)
{
    Actor actor{.kind = ActorKind::user, .id = {}, .name = {}, .origin = job.address};
    if (action == signed_in_action) {
        actor.id = user.id;
        actor.name = user.name;
    }
    Recorder recorder{transaction.audit(), actor, clock};
    return recorder.record(action, {.id = user.id, .name = user.name}, "{}");
}

// Of attempts at accounts that are not there, and of the many at one that is, only the log tells:
// the trail, of which nothing is ever deleted, must not grow by what anybody types.
Result<Reply> refuse(const Services& services, const Job& job, const std::optional<User>& user)
{
    const auto transaction = TRY(services.store.begin(Durability::process_crash));
    if (user && services.accounts.throttle.is_to_record(job.wanted.email, services.clock.now())) {
        TRY(record_attempt(*transaction, failed_action, job, *user, services.clock));
    }
    TRY(transaction->commit());
    return auth_error_reply(AuthError::invalid_credentials);
}

// What is proved holds only for the user as it was read: one that was disabled meanwhile, or has
// another password, is not let in. nullopt: not let in.
Result<std::optional<SignedIn>> open_session(const Services& services,
                                             const Job& job,
                                             const User& proved,
                                             std::string new_hash)
{
    const auto transaction = TRY(services.store.begin(Durability::power_loss));
    auto user = TRY(transaction->accounts().find_email(job.wanted.email));
    if (!user || user->id != proved.id || user->disabled_at ||
        user->password_hash != proved.password_hash) {
        return std::nullopt;
    }
    if (!new_hash.empty()) {
        user->password_hash = std::move(new_hash);
        TRY(transaction->accounts().update(*user));
    }
    auto opened = TRY(session_service::open(*transaction,
                                            {.user_id = user->id,
                                             .client = {.address = job.address, .agent = job.agent},
                                             .remember = job.wanted.remember},
                                            services.accounts.random,
                                            services.clock.now()));
    TRY(record_attempt(*transaction, signed_in_action, job, *user, services.clock));
    TRY(transaction->commit());
    return SignedIn{.user = std::move(*user), .opened = std::move(opened)};
}

// A password that was stored at another cost is stored anew while it is known.
std::string renewed_hash(const Accounts& accounts, const Job& job, const User& user)
{
    return password::is_outdated(user.password_hash, accounts.password_cost)
               ? password::hash(
                     job.wanted.password.reveal(), accounts.password_cost, accounts.random)
               : std::string{};
}

Reply render_signed_in(const Accounts& accounts, const Wanted& wanted, const SignedIn& signed_in)
{
    const std::string_view token = signed_in.opened.token.reveal();
    nlohmann::ordered_json body{{"redirect", !wanted.callback.empty()}, {"token", token}};
    std::string headers = accounts.cookies.remember(token, wanted.remember);
    if (!wanted.callback.empty()) {
        body["url"] = wanted.callback;
        headers += fmt::format("Location: {}\r\n", wanted.callback);
    }
    body["user"] = wire_user(signed_in.user);
    Reply reply = auth_reply(body);
    reply.headers = std::move(headers);
    return reply;
}

// Takes as long for an account that is not there as for one that is.
Result<Reply> sign_in_now(const Services& services, const Job& job)
{
    const Accounts& accounts = services.accounts;
    const auto user = TRY(find_user(services, job.wanted.email));
    const std::string stored = user ? user->password_hash : password::decoy(accounts.password_cost);
    if (!password::matches(job.wanted.password.reveal(), stored) || !user) {
        return refuse(services, job, user);
    }
    const auto signed_in =
        TRY(open_session(services, job, *user, renewed_hash(accounts, job, *user)));
    return signed_in ? render_signed_in(accounts, job.wanted, *signed_in)
                     : refuse(services, job, user);
}

// Two queues, as a password check takes a thread, and a processor, for a while: others have them
// too. One client's wait for each other.
std::string queue_of(const std::string& address)
{
    return std::hash<std::string>{}(client_network(address).site) % 2 == 0 ? "sign-in"
                                                                           : "sign-in 2";
}

}  // namespace

Result<Answer> sign_in(const Call& call)
{
    auto wanted = read_wanted(call.request);
    if (!wanted) {
        return wanted.error();
    }
    Accounts& accounts = call.services.accounts;
    const std::string& address = call.request.client;
    auto attempt = accounts.throttle.begin(address, wanted->email, call.now);
    if (!attempt) {
        return throttled_reply(attempt.error());
    }
    const auto job = std::make_shared<Job>(Job{.wanted = std::move(*wanted),
                                               .address = address,
                                               .agent = call.request.user_agent,
                                               .attempt = std::move(*attempt)});
    // The services outlive every exchange; the call does not, so what is needed of it is in the
    // job.
    return Deferred{.queue = queue_of(address), .work = [job, &services = call.services] {
                        return sign_in_now(services, *job);
                    }};
}

}  // namespace azen::server::handlers
