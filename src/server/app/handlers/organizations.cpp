#include <optional>
#include <string>
#include <utility>

#include "core/audit/audited_store.h"
#include "core/service/organization_service.h"
#include "core/service/session_service.h"
#include "server/app/accounts.h"
#include "server/app/actor.h"
#include "server/app/application.h"
#include "server/app/auth_replies.h"
#include "server/app/body_fields.h"
#include "server/app/handlers/handlers.h"

namespace azen::server::handlers {

namespace {

using nlohmann::ordered_json;
using organization_service::NewOrganization;
using Need = BodyFields::Need;

struct WantedOrganization {
    NewOrganization organization;
    bool stay = false;  // in the organization that is active now
};

struct WantedActive {
    std::optional<std::string> id;
    std::optional<std::string> slug;
    bool none = false;  // asks for no active organization
};

tl::expected<WantedOrganization, Reply> read_new_organization(const Request& request)
{
    const auto body = read_auth_body(request);
    if (!body) {
        return tl::unexpected(body.error());
    }
    BodyFields fields{*body, "body"};
    WantedOrganization wanted;
    wanted.organization.name = fields.text("name", Need::required, 1).value_or("");
    wanted.organization.slug = fields.text("slug", Need::required, 1).value_or("");
    wanted.organization.logo = fields.text("logo", Need::nullable);
    if (const auto metadata = fields.object("metadata", Need::optional)) {
        wanted.organization.metadata = metadata->dump();
    }
    wanted.stay = fields.boolean("keepCurrentActiveOrganization", Need::optional).value_or(false);
    if (!fields.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
    return wanted;
}

tl::expected<WantedActive, Reply> read_active(const Request& request)
{
    const auto body = read_auth_body(request);
    if (!body) {
        return tl::unexpected(body.error());
    }
    BodyFields fields{*body, "body"};
    WantedActive wanted{.id = fields.text("organizationId", Need::nullable),
                        .slug = fields.text("organizationSlug", Need::optional),
                        .none = fields.is_null("organizationId")};
    if (!fields.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
    return wanted;
}

Result<void> activate(const Call& call, const std::optional<std::string>& organization_id)
{
    Session session = call.session->session;
    session.organization_id = organization_id;
    session.updated_at = call.now;
    return call.transaction->sessions().update(session);
}

// Makes the organization, and the session's user its first owner.
Result<Reply> make_organization(const Call& call, const WantedOrganization& wanted)
{
    Accounts& accounts = call.services.accounts;
    const auto audited = make_audited(*call.transaction, TRY(actor_of(call)), call.services.clock);
    const Organization made = TRY(organization_service::create(
        audited->accounts(), wanted.organization, accounts.random, call.now));
    const Member owner = TRY(organization_service::appoint(
        *audited,
        {.organization = made.id, .user = call.session->session.user_id, .role = Role::owner},
        accounts.random,
        call.now));
    if (!wanted.stay) {
        TRY(activate(call, made.id));
    }
    ordered_json body = wire_organization(made);
    body["members"] = ordered_json::array({wire_member(owner)});
    return auth_reply(body);
}

Reply render_active(const Call& call, const ordered_json& organization)
{
    Reply reply = auth_reply(organization);
    reply.headers = call.services.accounts.cookies.remember(
        call.session->token, session_service::remembered(call.session->session));
    return reply;
}

// The one that is meant, be the session's user a member there or not.
Result<std::optional<Organization>> find_meant(const Call& call, const WantedActive& wanted)
{
    AccountRows& accounts = call.transaction->accounts();
    if (wanted.id || !wanted.slug) {
        const std::string id =
            wanted.id.value_or(call.session->session.organization_id.value_or(""));
        auto found = TRY(accounts.find_organization(id));
        return found && found->id == id ? std::move(found) : std::nullopt;
    }
    return accounts.find_slug(*wanted.slug);
}

Result<Reply> activate_meant(const Call& call, const WantedActive& wanted)
{
    const auto meant = TRY(find_meant(call, wanted));
    std::optional<Member> member;
    if (meant) {
        member = TRY(call.transaction->members().find(meant->id, call.session->session.user_id));
    }
    // Whoever is no member is not told whether there is such an organization, neither by its id nor
    // by its slug.
    if (!member && !wanted.id) {
        return auth_error_reply(AuthError::organization_not_found);
    }
    if (!meant || !member) {
        TRY(activate(call, std::nullopt));
        return auth_error_reply(AuthError::not_a_member);
    }
    TRY(activate(call, meant->id));
    return render_active(call, wire_organization(*meant));
}

}  // namespace

Result<Answer> create_organization(const Call& call)
{
    if (call.session == nullptr) {
        return auth_error_reply(AuthError::unauthorized);
    }
    const auto wanted = read_new_organization(call.request);
    if (!wanted) {
        return wanted.error();
    }
    auto reply = make_organization(call, *wanted);
    if (!reply && reply.error().kind == ErrorKind::conflict) {
        return auth_error_reply(AuthError::organization_exists);
    }
    if (!reply && reply.error().kind == ErrorKind::invalid) {
        return auth_failure_reply(reply.error());
    }
    return reply;
}

Result<Answer> list_organizations(const Call& call)
{
    if (call.session == nullptr) {
        return auth_error_reply(AuthError::unauthorized);
    }
    ordered_json list = ordered_json::array();
    for (const Member& member :
         TRY(call.transaction->members().of_user(call.session->session.user_id))) {
        list.push_back(wire_organization(
            TRY(organization_service::find(call.transaction->accounts(), member.organization_id))));
    }
    return auth_reply(list);
}

Result<Answer> set_active_organization(const Call& call)
{
    if (call.session == nullptr) {
        return auth_error_reply(AuthError::unauthorized);
    }
    const auto wanted = read_active(call.request);
    if (!wanted) {
        return wanted.error();
    }
    const bool names_one = wanted->id || wanted->slug;
    if (!names_one && !call.session->session.organization_id) {
        return auth_reply(nullptr);
    }
    if (wanted->none) {
        TRY(activate(call, std::nullopt));
        return render_active(call, nullptr);
    }
    return activate_meant(call, *wanted);
}

}  // namespace azen::server::handlers
