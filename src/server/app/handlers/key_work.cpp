#include "server/app/handlers/key_work.h"

#include <string>
#include <utility>

#include "core/audit/audited_store.h"
#include "core/service/local_key_service.h"
#include "core/store/trial_store.h"
#include "server/app/accounts.h"
#include "server/app/actor.h"
#include "server/app/application.h"
#include "server/app/auth_replies.h"
#include "server/app/body_fields.h"
#include "server/app/managed_store.h"
#include "server/app/query.h"

namespace azen::server::handlers {

namespace {

using Need = BodyFields::Need;
using Target = tl::expected<KeyTarget, Reply>;

// A key that is named by its id need not be of the organization that the session works in.
Result<Target> find_by_id(const Call& call, std::string id)
{
    const KeyManager manager = manager_of(call);
    const auto key = TRY(find_managed_key(*call.transaction, manager, id));
    if (!key) {
        return Target{tl::unexpected(auth_error_reply(AuthError::key_not_found))};
    }
    KeyScope scope{.organization_id = key->organization_id, .user_id = {}};
    if (key->user_id == manager.user_id) {
        scope.user_id = key->user_id;  // all that a member administers
    }
    return Target{KeyTarget{.reference = std::move(id), .scope = std::move(scope)}};
}

Result<Target> find_by_reference(const Call& call, std::string reference)
{
    auto scope = TRY(find_scope(call));
    if (!scope) {
        return Target{tl::unexpected(std::move(scope.error()))};
    }
    return Target{
        KeyTarget{.reference = std::move(reference), .scope = *std::move(scope), .by_id = false}};
}

ManagerClaim claim_of(const Call& call, const KeyScope& scope)
{
    return {.manager = manager_of(call),
            .credential_id = call.session != nullptr ? call.session->session.id
                                                     : std::string{call.caller.identity.api_key_id},
            .permission = std::string{call.permission},
            .organization_id = scope.organization_id.value_or(""),
            .user_id = scope.user_id};
}

}  // namespace

Result<Answer> defer_key_work(const Call& call,
                              KeyScope scope,
                              Commitment commitment,
                              std::function<Result<Reply>(const KeyWork&)> work)
{
    const Actor actor = TRY(actor_of(call));
    ManagerClaim claim = claim_of(call, scope);
    // Of its own: it need not wait for a search index to be built.
    std::string queue = "keys of " + scope.organization_id.value_or("all");
    auto run = [&services = call.services,
                actor,
                scope = std::move(scope),
                commitment,
                claim = std::move(claim),
                work = std::move(work)]() -> Result<Reply> {
        auto store = make_managed_store(
            make_audited_store(services.store, actor, services.clock), claim, services.clock);
        if (commitment == Commitment::trial) {
            store = make_trial_store(std::move(store));
        }
        LocalKeyService keys{*store, services.accounts.random, services.clock, scope};
        Result<Reply> reply = work({.keys = keys, .store = *store, .now = services.clock.now()});
        if (!reply && reply.error().kind == ErrorKind::refused) {
            return auth_error_reply(AuthError::not_a_member_for_keys);
        }
        return reply;
    };
    return Deferred{.queue = std::move(queue), .work = std::move(run)};
}

Result<tl::expected<KeyScope, Reply>> find_scope(const Call& call)
{
    using Scope = tl::expected<KeyScope, Reply>;
    const KeyManager manager = manager_of(call);
    if (manager.organization_id.empty()) {
        return Scope{tl::unexpected(auth_error_reply(AuthError::no_active_organization))};
    }
    const auto managed =
        TRY(find_managed_keys(*call.transaction, manager, manager.organization_id));
    if (!managed) {
        return Scope{tl::unexpected(auth_error_reply(AuthError::not_a_member_for_keys))};
    }
    return Scope{
        KeyScope{.organization_id = managed->organization_id, .user_id = managed->user_id}};
}

Result<Target> find_target(const Call& call, const nlohmann::json& body)
{
    BodyFields fields{body, "body"};
    const bool by_reference = fields.has("reference");
    auto name = fields.text(by_reference ? "reference" : "keyId", Need::required);
    if (!name) {
        return Target{tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()))};
    }
    return by_reference ? find_by_reference(call, *std::move(name))
                        : find_by_id(call, *std::move(name));
}

Result<Target> find_target(const Call& call)
{
    if (auto reference = query_value(call.request.query, "reference")) {
        return find_by_reference(call, *std::move(reference));
    }
    if (auto id = query_value(call.request.query, "id")) {
        return find_by_id(call, *std::move(id));
    }
    return Target{tl::unexpected(auth_error_reply(
        AuthError::validation, "[query.id] Invalid input: expected string, received undefined"))};
}

tl::expected<Commitment, Reply> read_commitment(const nlohmann::json& body)
{
    BodyFields fields{body, "body"};
    const bool trial = fields.boolean("dryRun", Need::optional).value_or(false);
    if (!fields.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
    return trial ? Commitment::trial : Commitment::real;
}

// By its id it was there a moment ago: whoever was faster made it vanish.
Result<Reply> key_failure_reply(const Error& error, bool by_id)
{
    if (error.kind == ErrorKind::conflict) {
        return by_id ? auth_error_reply(AuthError::key_not_found)
                     : auth_error_reply(AuthError::key_state, error.message, error.hint);
    }
    if (error.kind == ErrorKind::not_found) {
        return by_id ? auth_error_reply(AuthError::key_not_found)
                     : auth_error_reply(AuthError::key_not_found, error.message, error.hint);
    }
    return auth_failure_reply(error);
}

}  // namespace azen::server::handlers
