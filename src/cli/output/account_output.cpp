#include "cli/output/account_output.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/effect.h"
#include "cli/output/page_output.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/text_table.h"
#include "core/base/or_null.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

Json member_to_json(const NamedMember& named)
{
    const auto& [member, user] = named;
    return {{"userId", user.id},
            {"userName", user.name},
            {"email", or_null(user.email)},
            {"role", to_string(member.role)},
            {"id", member.id},
            {"organizationId", member.organization_id},
            {"createdAt", format_timestamp(member.created_at)}};
}

Json session_to_json(const NamedSession& named)
{
    const auto& [session, user] = named;
    return {{"id", session.id},
            {"userId", user.id},
            {"userName", user.name},
            {"activeOrganizationId", or_null(session.organization_id)},
            {"ipAddress", session.address},
            {"userAgent", session.agent},
            {"expiresAt", format_timestamp(session.expires_at)},
            {"createdAt", format_timestamp(session.created_at)},
            {"updatedAt", format_timestamp(session.updated_at)}};
}

template <typename Rows, typename ToJson>
Json array_of(const Rows& rows, ToJson to_json)
{
    Json array = Json::array();
    for (const auto& row : rows) {
        array.push_back(to_json(row));
    }
    return array;
}

std::string sign_in_state(const User& user)
{
    if (user.disabled_at) {
        return "disabled";
    }
    return user.password_hash.empty() ? "no password" : "enabled";
}

// What a dry run makes gets another id when it is made.
std::string id_of_new(const Context& context, const std::string& id)
{
    return context.manners.effect == Effect::trial ? std::string{} : fmt::format(" (id {})", id);
}

Json of_new(const Context& context, Json record)
{
    if (context.manners.effect == Effect::trial) {
        record["id"] = nullptr;
    }
    return record;
}

}  // namespace

nlohmann::ordered_json user_to_json(const User& user)
{
    return Json{{"id", user.id},
                {"name", user.name},
                {"email", or_null(user.email)},
                {"hasPassword", !user.password_hash.empty()},
                {"disabledAt", or_null(user.disabled_at, format_timestamp)},
                {"createdAt", format_timestamp(user.created_at)},
                {"updatedAt", format_timestamp(user.updated_at)}};
}

nlohmann::ordered_json organization_to_json(const Organization& organization)
{
    const Json metadata = Json::parse(organization.metadata, nullptr, false);
    return Json{{"id", organization.id},
                {"name", organization.name},
                {"slug", organization.slug},
                {"logo", or_null(organization.logo)},
                {"metadata", metadata.is_object() ? metadata : Json(nullptr)},
                {"createdAt", format_timestamp(organization.created_at)}};
}

void print_changed_user(Context& context,
                        const User& user,
                        std::string_view sentence,
                        const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::user, user_to_json(user));
        return;
    }
    print_done(context, sentence);
}

void print_new_user(Context& context, const User& user, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::user, of_new(context, user_to_json(user)));
        return;
    }
    print_done(context,
               fmt::format("user {} {} made{}, and {}",
                           user.name,
                           is_done(context),
                           id_of_new(context, user.id),
                           user.email ? "signs in as " + *user.email : "cannot sign in"));
}

void print_new_organization(Context& context,
                            const Organization& organization,
                            const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context,
                     output,
                     kind::organization,
                     of_new(context, organization_to_json(organization)));
        return;
    }
    print_done(context,
               fmt::format("organization {} {} made{}",
                           organization.name,
                           is_done(context),
                           id_of_new(context, organization.id)));
}

void print_users(Context& context,
                 std::span<const User> users,
                 const ListPage& page,
                 const Output& output)
{
    if (!output.is_for_people()) {
        const Json records = array_of(users, user_to_json);
        print_listing(context,
                      output,
                      {.schema = "azen.users/v1",
                       .members = page_to_json("users", records, page),
                       .kind = kind::user,
                       .records = records});
        return;
    }
    if (is_empty(context, users.size(), page, "there are no users yet")) {
        return;
    }
    const Timestamp now = context.clock.now();
    TextTable table{{"NAME", "EMAIL", "SIGN-IN", "CREATED", "ID"}};
    for (const User& user : users) {
        table.add({user.name,
                   user.email.value_or("-"),
                   sign_in_state(user),
                   format_relative(user.created_at, now),
                   user.id});
    }
    table.print(context.out);
    print_rest(context, page);
}

void print_organizations(Context& context,
                         std::span<const Organization> organizations,
                         const ListPage& page,
                         const Output& output)
{
    if (!output.is_for_people()) {
        const Json records = array_of(organizations, organization_to_json);
        print_listing(context,
                      output,
                      {.schema = "azen.organizations/v1",
                       .members = page_to_json("organizations", records, page),
                       .kind = kind::organization,
                       .records = records});
        return;
    }
    if (is_empty(context, organizations.size(), page, "there are no organizations yet")) {
        return;
    }
    const Timestamp now = context.clock.now();
    TextTable table{{"NAME", "SLUG", "CREATED", "ID"}};
    for (const Organization& organization : organizations) {
        table.add({organization.name,
                   organization.slug,
                   format_relative(organization.created_at, now),
                   organization.id});
    }
    table.print(context.out);
    print_rest(context, page);
}

void print_changed_member(Context& context,
                          const NamedMember& member,
                          std::string_view sentence,
                          const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::member, member_to_json(member));
        return;
    }
    print_done(context, sentence);
}

void print_members(Context& context, std::span<const NamedMember> members, const Output& output)
{
    if (!output.is_for_people()) {
        const Json records = array_of(members, member_to_json);
        print_listing(context,
                      output,
                      {.schema = "azen.members/v1",
                       .members = {{"members", records}},
                       .kind = kind::member,
                       .records = records});
        return;
    }
    if (is_empty(context, members.size(), {}, "there are no members yet")) {
        return;
    }
    TextTable table{{"NAME", "EMAIL", "ROLE", "SINCE", "USER ID"}};
    for (const auto& [member, user] : members) {
        table.add({user.name,
                   user.email.value_or("-"),
                   std::string{to_string(member.role)},
                   format_relative(member.created_at, context.clock.now()),
                   user.id});
    }
    table.print(context.out);
}

void print_sessions(Context& context,
                    std::span<const NamedSession> sessions,
                    const ListPage& page,
                    const Output& output)
{
    if (!output.is_for_people()) {
        const Json records = array_of(sessions, session_to_json);
        print_listing(context,
                      output,
                      {.schema = "azen.sessions/v1",
                       .members = page_to_json("sessions", records, page),
                       .kind = kind::session,
                       .records = records});
        return;
    }
    if (is_empty(context, sessions.size(), page, "there are no sessions yet")) {
        return;
    }
    const Timestamp now = context.clock.now();
    TextTable table{{"USER", "FROM", "CLIENT", "OPENED", "ENDS", "ID"}};
    for (const auto& [session, user] : sessions) {
        table.add({user.name,
                   session.address,
                   session.agent,
                   format_relative(session.created_at, now),
                   format_relative(session.expires_at, now),
                   session.id});
    }
    table.print(context.out);
    print_rest(context, page);
}

void print_revoked_sessions(Context& context,
                            std::span<const NamedSession> sessions,
                            const Output& output)
{
    if (!output.is_for_people()) {
        print_sessions(context, sessions, {}, output);
        return;
    }
    print_done(context,
               sessions.size() == 1
                   ? fmt::format(
                         "a session of {} {} ended", sessions.front().second.name, is_done(context))
                   : fmt::format("{} sessions {} ended", sessions.size(), are_done(context)));
}

}  // namespace azen::cli
