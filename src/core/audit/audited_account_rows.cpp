#include "core/audit/audited_account_rows.h"

#include <string>

#include <nlohmann/json.hpp>

#include "core/base/or_null.h"
#include "core/base/time_text.h"

namespace azen {
namespace {

using Json = nlohmann::ordered_json;

std::string to_text(const Json& change)
{
    return change.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Of a password only that there is one.
Json describe(const User& user)
{
    return {{"name", user.name},
            {"email", or_null(user.email)},
            {"hasPassword", !user.password_hash.empty()},
            {"disabledAt", or_null(user.disabled_at, format_timestamp)}};
}

Subject subject(const User& user)
{
    return {.id = user.id, .name = user.name};
}

}  // namespace

Result<void> AuditedAccountRows::insert(const Organization& organization)
{
    TRY(rows_.insert(organization));
    const Json after = {{"name", organization.name}, {"slug", organization.slug}};
    return recorder_.record("organization.create",
                            {.id = organization.id, .name = organization.name},
                            to_text({{"after", after}}));
}

Result<void> AuditedAccountRows::insert(const User& user)
{
    TRY(rows_.insert(user));
    return recorder_.record("user.create", subject(user), to_text({{"after", describe(user)}}));
}

// A new password in the place of another changes no field that may be shown: the action says it.
Result<void> AuditedAccountRows::update(const User& user)
{
    const auto before = TRY(rows_.find_user(user.id));
    TRY(rows_.update(user));
    if (!before) {
        return {};
    }
    const bool same_password = before->password_hash == user.password_hash;
    const Json old = describe(*before);
    const Json fresh = describe(user);
    if (same_password && old == fresh) {
        return {};
    }
    return recorder_.record(same_password ? "user.update" : "user.set_password",
                            subject(user),
                            to_text({{"before", old}, {"after", fresh}}));
}

Result<void> AuditedMemberRows::put(const Member& member)
{
    const auto before = TRY(rows_.find(member.organization_id, member.user_id));
    TRY(rows_.put(member));
    if (before && before->role == member.role) {
        return {};
    }
    Json change = Json::object();
    if (before) {
        change["before"] = TRY(describe(*before));
    }
    change["after"] = TRY(describe(member));
    return record(before ? "member.update" : "member.add", member, change);
}

Result<void> AuditedMemberRows::erase(std::string_view organization_id, std::string_view user_id)
{
    const auto before = TRY(rows_.find(organization_id, user_id));
    TRY(rows_.erase(organization_id, user_id));
    if (!before) {
        return {};
    }
    const Json gone = TRY(describe(*before));
    return record("member.remove", *before, {{"before", gone}});
}

Result<void> AuditedMemberRows::record(std::string_view action,
                                       const Member& member,
                                       const Json& change)
{
    const auto organization = TRY(accounts_.find_organization(member.organization_id));
    const std::string name = organization ? organization->name : std::string{};
    return recorder_.record(action, {.id = member.organization_id, .name = name}, to_text(change));
}

Result<Json> AuditedMemberRows::describe(const Member& member)
{
    const auto user = TRY(accounts_.find_user(member.user_id));
    return Json{{"userId", member.user_id},
                {"userName", user ? Json(user->name) : Json(nullptr)},
                {"role", to_string(member.role)}};
}

Result<bool> AuditedSessionRows::erase(std::string_view id)
{
    const auto session = TRY(rows_.find_id(id));
    const bool erased = TRY(rows_.erase(id));
    if (erased && session) {
        const Json gone = {{"session", session->id}};
        TRY(record(session->user_id, {{"before", gone}}));
    }
    return erased;
}

Result<std::int64_t> AuditedSessionRows::erase_of(std::string_view user_id)
{
    const std::int64_t erased = TRY(rows_.erase_of(user_id));
    if (erased > 0) {
        const Json gone = {{"sessions", erased}};
        TRY(record(user_id, {{"before", gone}}));
    }
    return erased;
}

Result<void> AuditedSessionRows::record(std::string_view user_id, const Json& change)
{
    const auto user = TRY(accounts_.find_user(user_id));
    const std::string id{user_id};
    const std::string name = user ? user->name : std::string{};
    return recorder_.record("user.revoke_sessions", {.id = id, .name = name}, to_text(change));
}

}  // namespace azen
