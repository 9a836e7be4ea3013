#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "cli/list_page.h"
#include "cli/output/output_form.h"
#include "core/account/account.h"
#include "core/account/session.h"

/// How users, organizations and what ties them look: to people, and as JSON. JSON has the field
/// names of the wire, all of them always present, null where there is nothing. Nothing of a
/// password is among them, not even its hash.
namespace azen::cli {

/// Schemas azen.user/v1 and azen.organization/v1, without their "schema" field.
nlohmann::ordered_json user_to_json(const User& user);
nlohmann::ordered_json organization_to_json(const Organization& organization);

/// What is true after a change, as one sentence; the whole record in any other form.
void print_changed_user(Context& context,
                        const User& user,
                        std::string_view sentence,
                        const Output& output);
void print_new_user(Context& context, const User& user, const Output& output);
void print_new_organization(Context& context,
                            const Organization& organization,
                            const Output& output);

/// A line each. A note tells of further pages, and of there being none at all.
void print_users(Context& context,
                 std::span<const User> users,
                 const ListPage& page,
                 const Output& output);
void print_organizations(Context& context,
                         std::span<const Organization> organizations,
                         const ListPage& page,
                         const Output& output);

/// A member or a session, and whose it is.
using NamedMember = std::pair<Member, User>;
using NamedSession = std::pair<Session, User>;

void print_changed_member(Context& context,
                          const NamedMember& member,
                          std::string_view sentence,
                          const Output& output);
void print_members(Context& context, std::span<const NamedMember> members, const Output& output);
void print_sessions(Context& context,
                    std::span<const NamedSession> sessions,
                    const ListPage& page,
                    const Output& output);

/// The sessions that were ended.
void print_revoked_sessions(Context& context,
                            std::span<const NamedSession> sessions,
                            const Output& output);

}  // namespace azen::cli
