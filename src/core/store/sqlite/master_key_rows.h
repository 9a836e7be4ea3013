#pragma once

#include "core/store/sqlite/database.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// The ids of all master keys that some memory is sealed under, ascending; with any schema. Throws
/// SQLite::Exception, so it is used inside guarded().
std::vector<std::string> read_master_keys_in_use(Database& database);

/// Which master keys memories are sealed under, in SQLite. Belongs to one transaction; `database`
/// outlives it.
class SqliteMasterKeyRows final : public MasterKeyRows {
public:
    explicit SqliteMasterKeyRows(Database& database) : database_{database} {}

    Result<std::optional<std::string>> current() override;
    Result<void> put_current(std::string_view key_id) override;
    Result<std::vector<std::string>> in_use() override;
    Result<std::vector<MemoryRow>> sealed_otherwise(std::string_view key_id,
                                                    std::int64_t after,
                                                    std::int64_t limit) override;
    Result<std::int64_t> count_sealed_otherwise(std::string_view key_id) override;
    Result<void> reseal(const MemoryRow& row) override;

private:
    Database& database_;
};

}  // namespace azen::sqlite
