#include "core/store/sqlite/account_rows.h"

namespace azen::sqlite {
namespace {

/// Organizations and users have the same columns. An id wins over another's equal name.
template <typename Account>
Result<std::optional<Account>> find(Database& database, const char* sql, std::string_view wanted)
{
    return guarded([&]() -> Result<std::optional<Account>> {
        Query query{database, sql, wanted, wanted, wanted};
        if (!query.step()) {
            return std::nullopt;
        }
        return Account{.id = query.text(0), .name = query.text(1), .created_at = query.time(2)};
    });
}

template <typename Account>
Result<void> insert_into(Database& database, const char* sql, const Account& account)
{
    return guarded([&]() -> Result<void> {
        Query{database, sql, account.id, account.name, account.created_at}.run();
        return {};
    });
}

}  // namespace

Result<std::optional<Organization>> SqliteAccountRows::find_organization(
    std::string_view id_or_name)
{
    return find<Organization>(database_,
                              "SELECT id, name, created_at FROM organizations "
                              "WHERE id = ? OR name = ? ORDER BY id = ? DESC LIMIT 1",
                              id_or_name);
}

Result<void> SqliteAccountRows::insert(const Organization& organization)
{
    return insert_into(database_,
                       "INSERT INTO organizations (id, name, created_at) VALUES (?, ?, ?)",
                       organization);
}

Result<std::optional<User>> SqliteAccountRows::find_user(std::string_view id_or_name)
{
    return find<User>(database_,
                      "SELECT id, name, created_at FROM users "
                      "WHERE id = ? OR name = ? ORDER BY id = ? DESC LIMIT 1",
                      id_or_name);
}

Result<void> SqliteAccountRows::insert(const User& user)
{
    return insert_into(
        database_, "INSERT INTO users (id, name, created_at) VALUES (?, ?, ?)", user);
}

}  // namespace azen::sqlite
