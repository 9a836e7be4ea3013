#pragma once

#include "core/store/sqlite/database.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// Organizations and users in SQLite. Belongs to one transaction; `database` outlives it.
class SqliteAccountRows final : public AccountRows {
public:
    explicit SqliteAccountRows(Database& database) : database_{database} {}

    Result<std::optional<Organization>> find_organization(std::string_view id_or_name) override;
    Result<std::optional<Organization>> find_slug(std::string_view slug) override;
    Result<void> insert(const Organization& organization) override;
    Result<std::vector<Organization>> organizations(const Page& page) override;

    Result<std::optional<User>> find_user(std::string_view reference) override;
    Result<std::optional<User>> find_email(std::string_view email) override;
    Result<void> insert(const User& user) override;
    Result<std::vector<User>> users(const Page& page) override;
    Result<void> update(const User& user) override;

private:
    Database& database_;
};

}  // namespace azen::sqlite
