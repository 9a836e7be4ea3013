#include "core/store/sqlite/session_rows.h"

namespace azen::sqlite {
namespace {

std::span<const std::byte> bytes_of(const Digest& digest)
{
    return digest;
}

Session read_session(const Query& query)
{
    return {.id = query.text(0),
            .user_id = query.text(1),
            .organization_id = query.optional_text(2),
            .address = query.text(3),
            .agent = query.text(4),
            .expires_at = query.time(5),
            .created_at = query.time(6),
            .updated_at = query.time(7)};
}

}  // namespace

// The joins make sessions follow at once when a user is disabled or leaves an organization.
Result<std::optional<Session>> SqliteSessionRows::find(const Digest& token_hash)
{
    return guarded([&]() -> Result<std::optional<Session>> {
        Query query{database_,
                    "SELECT s.id, u.id, o.id, s.address, s.agent, s.expires_at, s.created_at, "
                    "s.updated_at FROM sessions s JOIN users u ON u.row = s.user "
                    "LEFT JOIN members m ON m.organization = s.organization AND m.user = s.user "
                    "LEFT JOIN organizations o ON o.row = m.organization "
                    "WHERE s.token = ? AND u.disabled_at IS NULL",
                    bytes_of(token_hash)};
        return query.step() ? std::optional{read_session(query)} : std::nullopt;
    });
}

Result<std::optional<Session>> SqliteSessionRows::find_id(std::string_view id)
{
    return guarded([&]() -> Result<std::optional<Session>> {
        Query query{database_,
                    "SELECT s.id, u.id, o.id, s.address, s.agent, s.expires_at, s.created_at, "
                    "s.updated_at FROM sessions s JOIN users u ON u.row = s.user "
                    "LEFT JOIN members m ON m.organization = s.organization AND m.user = s.user "
                    "LEFT JOIN organizations o ON o.row = m.organization WHERE s.id = ?",
                    id};
        return query.step() ? std::optional{read_session(query)} : std::nullopt;
    });
}

Result<void> SqliteSessionRows::insert(const Session& session, const Digest& token_hash)
{
    return guarded([&]() -> Result<void> {
        Query{database_,
              "INSERT INTO sessions (token, id, user, organization, address, agent, expires_at, "
              "created_at, updated_at) VALUES (?, ?, (SELECT row FROM users WHERE id = ?), "
              "(SELECT row FROM organizations WHERE id = ?), ?, ?, ?, ?, ?)",
              bytes_of(token_hash),
              session.id,
              session.user_id,
              session.organization_id,
              session.address,
              session.agent,
              session.expires_at,
              session.created_at,
              session.updated_at}
            .run();
        return {};
    });
}

Result<void> SqliteSessionRows::update(const Session& session)
{
    return guarded([&]() -> Result<void> {
        Query{database_,
              "UPDATE sessions SET organization = (SELECT row FROM organizations WHERE id = ?), "
              "expires_at = ?, updated_at = ? WHERE id = ?",
              session.organization_id,
              session.expires_at,
              session.updated_at,
              session.id}
            .run();
        return {};
    });
}

Result<std::vector<Session>> SqliteSessionRows::list(const std::optional<std::string>& user_id,
                                                     const Page& page)
{
    return guarded([&]() -> Result<std::vector<Session>> {
        Query query{database_,
                    "SELECT s.id, u.id, o.id, s.address, s.agent, s.expires_at, s.created_at, "
                    "s.updated_at FROM sessions s JOIN users u ON u.row = s.user "
                    "LEFT JOIN members m ON m.organization = s.organization AND m.user = s.user "
                    "LEFT JOIN organizations o ON o.row = m.organization "
                    "WHERE ?1 IS NULL OR u.id = ?1 "
                    "ORDER BY s.created_at DESC, s.id LIMIT ?2 OFFSET ?3",
                    user_id,
                    page.limit,
                    page.offset};
        std::vector<Session> sessions;
        while (query.step()) {
            sessions.push_back(read_session(query));
        }
        return sessions;
    });
}

Result<bool> SqliteSessionRows::erase(std::string_view id)
{
    return guarded([&]() -> Result<bool> {
        return Query{database_, "DELETE FROM sessions WHERE id = ?", id}.run() > 0;
    });
}

Result<std::int64_t> SqliteSessionRows::erase_of(std::string_view user_id)
{
    return guarded([&]() -> Result<std::int64_t> {
        return Query{database_,
                     "DELETE FROM sessions WHERE user = (SELECT row FROM users WHERE id = ?)",
                     user_id}
            .run();
    });
}

Result<void> SqliteSessionRows::erase_expired(Timestamp now)
{
    return guarded([&]() -> Result<void> {
        Query{database_, "DELETE FROM sessions WHERE expires_at <= ?", now}.run();
        return {};
    });
}

}  // namespace azen::sqlite
