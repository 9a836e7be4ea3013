#pragma once

#include "core/store/sqlite/database.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// Sessions in SQLite. Belongs to one transaction; `database` outlives it.
class SqliteSessionRows final : public SessionRows {
public:
    explicit SqliteSessionRows(Database& database) : database_{database} {}

    Result<std::optional<Session>> find(const Digest& token_hash) override;
    Result<std::optional<Session>> find_id(std::string_view id) override;
    Result<void> insert(const Session& session, const Digest& token_hash) override;
    Result<void> update(const Session& session) override;
    Result<std::vector<Session>> list(const std::optional<std::string>& user_id,
                                      const Page& page) override;
    Result<bool> erase(std::string_view id) override;
    Result<std::int64_t> erase_of(std::string_view user_id) override;
    Result<void> erase_expired(Timestamp now) override;

private:
    Database& database_;
};

}  // namespace azen::sqlite
