#include "core/store/sqlite/account_rows.h"

namespace azen::sqlite {
namespace {

Organization read_organization(const Query& query)
{
    return {.id = query.text(0),
            .name = query.text(1),
            .slug = query.text(2),
            .logo = query.optional_text(3),
            .metadata = query.text(4),
            .created_at = query.time(5)};
}

User read_user(const Query& query)
{
    return {.id = query.text(0),
            .name = query.text(1),
            .email = query.optional_text(2),
            .password_hash = query.optional_text(3).value_or(""),
            .disabled_at = query.optional_time(4),
            .created_at = query.time(5),
            .updated_at = query.time(6)};
}

/// What a column without a password holds.
std::optional<std::string> password_column(const User& user)
{
    return user.password_hash.empty() ? std::nullopt : std::optional{user.password_hash};
}

Result<std::optional<Organization>> first_organization(Query query)
{
    return query.step() ? std::optional{read_organization(query)} : std::nullopt;
}

Result<std::optional<User>> first_user(Query query)
{
    return query.step() ? std::optional{read_user(query)} : std::nullopt;
}

}  // namespace

Result<std::optional<Organization>> SqliteAccountRows::find_organization(
    std::string_view id_or_name)
{
    return guarded([&] {
        return first_organization(
            {database_,
             "SELECT id, name, slug, logo, metadata, created_at FROM organizations "
             "WHERE id = ?1 OR name = ?1 ORDER BY id = ?1 DESC LIMIT 1",
             id_or_name});
    });
}

Result<std::optional<Organization>> SqliteAccountRows::find_slug(std::string_view slug)
{
    return guarded([&] {
        return first_organization({database_,
                                   "SELECT id, name, slug, logo, metadata, created_at "
                                   "FROM organizations WHERE slug = ?",
                                   slug});
    });
}

Result<void> SqliteAccountRows::insert(const Organization& organization)
{
    return guarded([&]() -> Result<void> {
        Query{database_,
              "INSERT INTO organizations (id, name, slug, logo, metadata, created_at) "
              "VALUES (?, ?, ?, ?, ?, ?)",
              organization.id,
              organization.name,
              organization.slug,
              organization.logo,
              organization.metadata,
              organization.created_at}
            .run();
        return {};
    });
}

Result<std::vector<Organization>> SqliteAccountRows::organizations(const Page& page)
{
    return guarded([&]() -> Result<std::vector<Organization>> {
        Query query{database_,
                    "SELECT id, name, slug, logo, metadata, created_at FROM organizations "
                    "ORDER BY row DESC LIMIT ? OFFSET ?",
                    page.limit,
                    page.offset};
        std::vector<Organization> organizations;
        while (query.step()) {
            organizations.push_back(read_organization(query));
        }
        return organizations;
    });
}

Result<std::optional<User>> SqliteAccountRows::find_user(std::string_view reference)
{
    return guarded([&] {
        return first_user(
            {database_,
             "SELECT id, name, email, password, disabled_at, created_at, updated_at FROM users "
             "WHERE id = ?1 OR name = ?1 OR email = ?1 "
             "ORDER BY id = ?1 DESC, name = ?1 DESC LIMIT 1",
             reference});
    });
}

Result<std::optional<User>> SqliteAccountRows::find_email(std::string_view email)
{
    return guarded([&] {
        return first_user({database_,
                           "SELECT id, name, email, password, disabled_at, created_at, updated_at "
                           "FROM users WHERE email = ?",
                           email});
    });
}

Result<void> SqliteAccountRows::insert(const User& user)
{
    return guarded([&]() -> Result<void> {
        Query{database_,
              "INSERT INTO users (id, name, email, password, disabled_at, created_at, updated_at) "
              "VALUES (?, ?, ?, ?, ?, ?, ?)",
              user.id,
              user.name,
              user.email,
              password_column(user),
              user.disabled_at,
              user.created_at,
              user.updated_at}
            .run();
        return {};
    });
}

Result<std::vector<User>> SqliteAccountRows::users(const Page& page)
{
    return guarded([&]() -> Result<std::vector<User>> {
        Query query{database_,
                    "SELECT id, name, email, password, disabled_at, created_at, updated_at "
                    "FROM users ORDER BY row DESC LIMIT ? OFFSET ?",
                    page.limit,
                    page.offset};
        std::vector<User> users;
        while (query.step()) {
            users.push_back(read_user(query));
        }
        return users;
    });
}

Result<void> SqliteAccountRows::update(const User& user)
{
    return guarded([&]() -> Result<void> {
        Query{database_,
              "UPDATE users SET name = ?, email = ?, password = ?, disabled_at = ?, "
              "updated_at = ? WHERE id = ?",
              user.name,
              user.email,
              password_column(user),
              user.disabled_at,
              user.updated_at,
              user.id}
            .run();
        return {};
    });
}

}  // namespace azen::sqlite
