#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/store/sqlite/database.h"
#include "core/store/store.h"

namespace azen::sqlite {

/// What read_memory() reads, of the table `memories m`. A macro, because only literals join into
/// one text while compiling: statements are kept under their text, and to find one must not cost an
/// allocation.
#define AZEN_MEMORY_COLUMNS \
    "m.row, m.id, ifnull(m.dedup, x''), m.master_key, m.payload, m.created_at"

/// The row that a query has stepped to.
MemoryRow read_memory(const Query& query, std::string_view organization_id);

/// Sealed memories in SQLite; what is in them is not known here. Belongs to one transaction;
/// `database` outlives it.
class SqliteMemoryRows final : public MemoryRows {
public:
    explicit SqliteMemoryRows(Database& database) : database_{database} {}

    Result<void> insert(MemoryRow& row) override;
    Result<std::optional<MemoryRow>> find(std::string_view organization_id,
                                          std::string_view id) override;
    Result<std::optional<MemoryRow>> find_dedup(std::string_view organization_id,
                                                std::span<const std::byte> dedup) override;
    Result<std::vector<MemoryRow>> list(std::string_view organization_id,
                                        std::int64_t offset,
                                        std::int64_t limit) override;
    Result<std::int64_t> count(std::string_view organization_id) override;
    Result<std::int64_t> size(std::string_view organization_id,
                              std::int64_t offset,
                              std::int64_t limit) override;
    Result<bool> erase(std::string_view organization_id, std::string_view id) override;

private:
    Database& database_;
};

/// Reads on a connection of its own, beside the transactions: each call sees what had been
/// committed when it began, and waits for nobody who writes.
class SqliteMemoryReader final : public MemoryReader {
public:
    /// `flags` are SQLite's for opening. Throws SQLite::Exception, so it is made inside guarded().
    SqliteMemoryReader(const std::string& file,
                       int flags,
                       milliseconds busy_timeout,
                       std::shared_ptr<Damage> damage)
        : database_{file, flags, busy_timeout, std::move(damage)}
    {}

    Result<std::vector<MemoryRow>> list(std::string_view organization_id,
                                        std::int64_t offset,
                                        std::int64_t limit) override;
    Result<std::int64_t> count(std::string_view organization_id) override;
    Result<std::vector<MemoryRow>> after(std::string_view organization_id,
                                         std::int64_t after,
                                         std::int64_t limit) override;
    Result<std::optional<MemoryRow>> at(std::string_view organization_id,
                                        std::int64_t row) override;
    Result<std::vector<MemoryRow>> all_after(std::int64_t after, std::int64_t limit) override;

private:
    Database database_;
};

}  // namespace azen::sqlite
