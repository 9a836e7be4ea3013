#include "server/app/admission.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/audit/audited_store.h"
#include "server/app/accounts.h"
#include "server/app/actor.h"
#include "server/app/application.h"
#include "server/app/query.h"
#include "server/app/rate_headers.h"

namespace azen::server::admission {

namespace {

// What a permission must not be so that no key can hold it, and none passes by asking for nothing.
constexpr std::string_view unattainable = ".";

// The permission that a request's own `permission` parameters ask for. A gateway whose
// configuration lost the value must be refused, not let through, and so must one that asks twice.
std::string permission_asked(std::string_view query)
{
    std::vector<std::string> asked = query_values(query, "permission");
    if (asked.empty()) {
        return {};
    }
    const bool clear = asked.size() == 1 && !asked.front().empty();
    return clear ? std::move(asked.front()) : std::string{unattainable};
}

ApiError api_error_of(Refusal refusal)
{
    switch (refusal) {
        case Refusal::missing:
        case Refusal::repeated: return ApiError::no_api_key;
        case Refusal::rate_limited:
        case Refusal::quota_exceeded: return ApiError::rate_limited;
        case Refusal::no_organization:
        case Refusal::foreign_origin: return ApiError::no_organization;
        case Refusal::malformed:
        case Refusal::unknown:
        case Refusal::revoked:
        case Refusal::disabled:
        case Refusal::expired:
        case Refusal::ownerless:
        case Refusal::permission_missing: break;
    }
    return ApiError::invalid_api_key;
}

Caller accept(Exchange& exchange, Identity identity, std::optional<std::int64_t> key_row)
{
    exchange.outcome = "accepted";
    return {.identity = identity, .key_row = key_row};
}

Admitted admit_session(Exchange& exchange, const Session& session, std::string_view permission)
{
    if (!session.organization_id) {
        return tl::unexpected(refuse(exchange, Refusal::no_organization));
    }
    // A signed-in user may do with memories what a plain key may, and no more.
    if (!permission.empty() && !Permissions::defaults().allows(permission)) {
        return tl::unexpected(refuse(exchange, Refusal::permission_missing));
    }
    return accept(
        exchange,
        {.user_id = session.user_id, .api_key_id = {}, .organization_id = *session.organization_id},
        std::nullopt);
}

Result<Admitted> admit_key(KeyRows& keys,
                           Pending& pending,
                           std::string_view permission,
                           Timestamp now)
{
    Exchange& exchange = *pending.exchange;
    const Request& request = exchange.request;
    const Admission admission = TRY(
        authenticator::admit(keys,
                             {.hash = *pending.screened,
                              .secret = pending.secret,
                              .permission = permission,
                              .client = {.address = request.client, .agent = request.user_agent}},
                             now));
    if (admission.key != nullptr) {
        admission.key->append_id(exchange.key_id);
        if (admission.allowance) {
            append_rate_limit_headers(
                exchange.reply.headers, *admission.allowance, admission.key->refill());
        }
    }
    if (admission.refusal) {
        const ApiError error = refuse(exchange, *admission.refusal);
        if (error == ApiError::rate_limited && admission.allowance) {
            exchange.reply.headers += retry_after_header(*admission.allowance);
        }
        return Admitted{tl::unexpected(error)};
    }
    return Admitted{accept(exchange,
                           {.user_id = admission.key->user_id(),
                            .api_key_id = exchange.key_id,
                            .organization_id = admission.key->organization_id()},
                           admission.key->row())};
}

// The first use of a pending secret changes its key.
bool may_be_first_use(const LiveSecret& secret)
{
    return secret.key != nullptr && secret.state == SecretState::pending && secret.key->enabled() &&
           !secret.key->revoked();
}

// The trail tells of it as of the key's own doing.
Result<std::unique_ptr<Transaction>> audit_key(const Services& services,
                                               Transaction& transaction,
                                               const Pending& pending)
{
    const std::string& address = pending.exchange->request.client;
    Actor actor = TRY(key_actor(transaction, pending.secret.key->id(), address));
    return make_audited(transaction, std::move(actor), services.clock);
}

Result<void> find_sessions(Transaction& transaction,
                           SessionSource& sessions,
                           std::span<Pending> batch,
                           Timestamp now)
{
    for (Pending& pending : batch) {
        const std::string& cookie = pending.exchange->request.cookie;
        if (pending.asks_for_session() && !cookie.empty()) {
            pending.session = TRY(sessions.find(transaction, cookie, now));
        }
    }
    return {};
}

Result<void> find_keys(KeyRows& keys, std::span<Pending> batch)
{
    std::vector<Pending*> asking;
    std::vector<SecretHash> hashes;
    asking.reserve(batch.size());
    hashes.reserve(batch.size());
    for (Pending& pending : batch) {
        if (pending.takes_key() && !pending.session && pending.screened) {
            asking.push_back(&pending);
            hashes.push_back(*pending.screened);
        }
    }
    std::vector<LiveSecret> found(hashes.size());
    TRY(keys.find_live(hashes, found));
    for (std::size_t i = 0; i < found.size(); ++i) {
        asking[i]->secret = found[i];
    }
    return {};
}

}  // namespace

Result<void> identify(Transaction& transaction,
                      SessionSource& sessions,
                      std::span<Pending> batch,
                      Timestamp now)
{
    // Sessions first: whoever has one is not looked up by key, so that key is not charged either.
    TRY(find_sessions(transaction, sessions, batch, now));
    return find_keys(transaction.keys(), batch);
}

std::optional<OriginVerdict> refuse_origin(const Pending& pending,
                                           const std::vector<std::string>& origins,
                                           Transport transport)
{
    const Request& request = pending.exchange->request;
    if (!pending.asks_for_session() || !is_change(request.method)) {
        return std::nullopt;
    }
    const OriginVerdict verdict = check_origin(request, origins, transport);
    // Where a key would do as well, an unknown cookie says nothing.
    const bool refused = pending.takes_key() ? pending.session && verdict != OriginVerdict::allowed
                                             : is_refused(verdict, request);
    return refused ? std::optional{verdict} : std::nullopt;
}

Result<Admitted> admit(const Services& services,
                       Transaction& transaction,
                       Pending& pending,
                       Timestamp now)
{
    Exchange& exchange = *pending.exchange;
    std::string asked;
    std::string_view permission = pending.route->permission;
    if (permission == permission_asked_for) {
        asked = permission_asked(exchange.request.query);
        permission = asked;
    }
    if (pending.session) {
        return admit_session(exchange, pending.session->session, permission);
    }
    if (!pending.screened) {
        return Admitted{tl::unexpected(refuse(exchange, pending.screened.error()))};
    }
    if (may_be_first_use(pending.secret)) [[unlikely]] {
        const auto audited = TRY(audit_key(services, transaction, pending));
        return admit_key(audited->keys(), pending, permission, now);
    }
    return admit_key(transaction.keys(), pending, permission, now);
}

ApiError refuse(Exchange& exchange, Refusal refusal)
{
    exchange.outcome = to_string(refusal);
    return api_error_of(refusal);
}

}  // namespace azen::server::admission
