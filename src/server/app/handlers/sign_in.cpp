#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

#include "core/account/password.h"
#include "core/service/session_service.h"
#include "core/service/user_service.h"
#include "server/app/accounts.h"
#include "server/app/application.h"
#include "server/app/auth_replies.h"
#include "server/app/body_fields.h"
#include "server/app/client_address.h"
#include "server/app/handlers/handlers.h"

namespace azen::server::handlers {

namespace {

struct Wanted {
    std::string email;
    Secret password;
};

// One sign-in on its way through a worker thread. Its parts are touched by one thread at a time:
// `work` has returned before `render` is called.
struct Job {
    Wanted wanted;
    std::string address;
    std::string agent;
    SignInThrottle::Attempt attempt;
    Result<Reply> reply;
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
    auto email = fields.text("email", BodyFields::Need::required);
    auto password = fields.text("password", BodyFields::Need::required);
    if (!email || !password) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
    if (!user_service::check_email(*email)) {
        return tl::unexpected(auth_error_reply(AuthError::invalid_email));
    }
    return Wanted{.email = user_service::normal_email(*email),
                  .password = Secret{std::move(*password)}};
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
                                            user->id,
                                            {.address = job.address, .agent = job.agent},
                                            services.accounts.random,
                                            services.clock.now()));
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

Reply render_signed_in(const Accounts& accounts, const SignedIn& signed_in)
{
    const std::string_view token = signed_in.opened.token.reveal();
    Reply reply = auth_reply({{"redirect", false},
                              {"token", token},
                              {"url", nullptr},
                              {"user", wire_user(signed_in.user)}});
    reply.headers = accounts.cookies.remember(token);
    return reply;
}

// Takes as long for an account that is not there as for one that is.
Result<Reply> sign_in_now(const Services& services, const Job& job)
{
    const Accounts& accounts = services.accounts;
    const auto user = TRY(find_user(services, job.wanted.email));
    const std::string stored = user ? user->password_hash : password::decoy(accounts.password_cost);
    if (!password::matches(job.wanted.password.reveal(), stored) || !user) {
        return auth_error_reply(AuthError::invalid_credentials);
    }
    const auto signed_in =
        TRY(open_session(services, job, *user, renewed_hash(accounts, job, *user)));
    return signed_in ? render_signed_in(accounts, *signed_in)
                     : auth_error_reply(AuthError::invalid_credentials);
}

}  // namespace

Result<Answer> sign_in(const Call& call)
{
    auto wanted = read_wanted(call.request);
    if (!wanted) {
        return wanted.error();
    }
    Accounts& accounts = call.services.accounts;
    const std::string address{client_address(call.request, accounts.transport)};
    auto attempt = accounts.throttle.begin(address, wanted->email, call.now);
    if (!attempt) {
        return throttled_reply(attempt.error());
    }
    const auto job = std::make_shared<Job>(Job{.wanted = std::move(*wanted),
                                               .address = address,
                                               .agent = call.request.user_agent,
                                               .attempt = std::move(*attempt),
                                               .reply = {}});
    // The services outlive every exchange; the call does not, so what is needed of it is in the
    // job.
    return Deferred{
        .work = [job, &services = call.services] { job->reply = sign_in_now(services, *job); },
        .render = [job]() -> Result<Reply> {
            return std::move(job->reply);
        }};
}

}  // namespace azen::server::handlers
