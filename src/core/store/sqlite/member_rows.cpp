#include "core/store/sqlite/member_rows.h"

namespace azen::sqlite {
namespace {

Member read_member(const Query& query)
{
    return {.id = query.text(0),
            .organization_id = query.text(1),
            .user_id = query.text(2),
            .role = static_cast<Role>(query.integer(3)),
            .created_at = query.time(4)};
}

Result<std::vector<Member>> read_all(Query query)
{
    std::vector<Member> members;
    while (query.step()) {
        members.push_back(read_member(query));
    }
    return members;
}

}  // namespace

Result<std::optional<Member>> SqliteMemberRows::find(std::string_view organization_id,
                                                     std::string_view user_id)
{
    return guarded([&]() -> Result<std::optional<Member>> {
        Query query{database_,
                    "SELECT m.id, o.id, u.id, m.role, m.created_at FROM members m "
                    "JOIN organizations o ON o.row = m.organization "
                    "JOIN users u ON u.row = m.user WHERE o.id = ? AND u.id = ?",
                    organization_id,
                    user_id};
        return query.step() ? std::optional{read_member(query)} : std::nullopt;
    });
}

Result<std::vector<Member>> SqliteMemberRows::of_organization(std::string_view organization_id)
{
    return guarded([&] {
        return read_all({database_,
                         "SELECT m.id, o.id, u.id, m.role, m.created_at FROM members m "
                         "JOIN organizations o ON o.row = m.organization "
                         "JOIN users u ON u.row = m.user WHERE o.id = ? "
                         "ORDER BY m.created_at, u.row",
                         organization_id});
    });
}

Result<std::vector<Member>> SqliteMemberRows::of_user(std::string_view user_id)
{
    return guarded([&] {
        return read_all({database_,
                         "SELECT m.id, o.id, u.id, m.role, m.created_at FROM members m "
                         "JOIN organizations o ON o.row = m.organization "
                         "JOIN users u ON u.row = m.user WHERE u.id = ? "
                         "ORDER BY m.created_at, o.row",
                         user_id});
    });
}

Result<void> SqliteMemberRows::put(const Member& member)
{
    return guarded([&]() -> Result<void> {
        Query{database_,
              "INSERT INTO members (organization, user, id, role, created_at) VALUES "
              "((SELECT row FROM organizations WHERE id = ?), "
              "(SELECT row FROM users WHERE id = ?), ?, ?, ?) "
              "ON CONFLICT (organization, user) DO UPDATE SET role = excluded.role",
              member.organization_id,
              member.user_id,
              member.id,
              static_cast<int>(member.role),
              member.created_at}
            .run();
        return {};
    });
}

Result<void> SqliteMemberRows::erase(std::string_view organization_id, std::string_view user_id)
{
    return guarded([&]() -> Result<void> {
        Query{database_,
              "DELETE FROM members WHERE "
              "organization = (SELECT row FROM organizations WHERE id = ?) "
              "AND user = (SELECT row FROM users WHERE id = ?)",
              organization_id,
              user_id}
            .run();
        return {};
    });
}

}  // namespace azen::sqlite
