#pragma once

#include "core/store/sqlite/database.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// Who belongs to which organization, in SQLite. Belongs to one transaction; `database` outlives
/// it.
class SqliteMemberRows final : public MemberRows {
public:
    explicit SqliteMemberRows(Database& database) : database_{database} {}

    Result<std::optional<Member>> find(std::string_view organization_id,
                                       std::string_view user_id) override;
    Result<std::vector<Member>> of_organization(std::string_view organization_id) override;
    Result<std::vector<Member>> of_user(std::string_view user_id) override;
    Result<void> put(const Member& member) override;
    Result<void> erase(std::string_view organization_id, std::string_view user_id) override;

private:
    Database& database_;
};

}  // namespace azen::sqlite
