#include "core/store/sqlite/master_key_rows.h"

#include "core/store/sqlite/memory_rows.h"

namespace azen::sqlite {

// From each id to the next in the index, instead of over all memories.
std::vector<std::string> read_master_keys_in_use(Database& database)
{
    Query query{database,
                "WITH RECURSIVE ids (id) AS ("
                "SELECT min(master_key) FROM memories UNION ALL "
                "SELECT (SELECT min(master_key) FROM memories WHERE master_key > ids.id) FROM ids "
                "WHERE ids.id IS NOT NULL) "
                "SELECT id FROM ids WHERE id IS NOT NULL"};
    std::vector<std::string> ids;
    while (query.step()) {
        ids.push_back(query.text(0));
    }
    return ids;
}

Result<std::optional<std::string>> SqliteMasterKeyRows::current()
{
    return guarded([&]() -> Result<std::optional<std::string>> {
        Query query{database_, "SELECT id FROM current_master_key"};
        return query.step() ? std::optional{query.text(0)} : std::nullopt;
    });
}

Result<void> SqliteMasterKeyRows::put_current(std::string_view key_id)
{
    return guarded([&]() -> Result<void> {
        Query{database_, "INSERT OR REPLACE INTO current_master_key VALUES (1, ?)", key_id}.run();
        return {};
    });
}

Result<std::vector<std::string>> SqliteMasterKeyRows::in_use()
{
    return guarded(
        [&]() -> Result<std::vector<std::string>> { return read_master_keys_in_use(database_); });
}

Result<std::vector<MemoryRow>> SqliteMasterKeyRows::sealed_otherwise(std::string_view key_id,
                                                                     std::int64_t after,
                                                                     std::int64_t limit)
{
    return guarded([&]() -> Result<std::vector<MemoryRow>> {
        Query query{database_,
                    "SELECT " AZEN_MEMORY_COLUMNS
                    ", o.id FROM memories m "
                    "JOIN organizations o ON o.row = m.organization "
                    "WHERE m.row > ?1 AND m.master_key <> ?2 ORDER BY m.row LIMIT ?3",
                    after,
                    key_id,
                    limit};
        std::vector<MemoryRow> rows;
        while (query.step()) {
            rows.push_back(read_memory(query, query.text(6)));
        }
        return rows;
    });
}

// Two ranges of the index: "<>" would read all memories.
Result<std::int64_t> SqliteMasterKeyRows::count_sealed_otherwise(std::string_view key_id)
{
    return guarded([&]() -> Result<std::int64_t> {
        Query query{database_,
                    "SELECT count(*) FROM memories WHERE master_key < ?1 OR master_key > ?1",
                    key_id};
        query.step();
        return query.integer(0);
    });
}

Result<void> SqliteMasterKeyRows::reseal(const MemoryRow& row)
{
    return guarded([&]() -> Result<void> {
        Query{database_,
              "UPDATE memories SET dedup = ?, master_key = ?, payload = ? WHERE row = ?",
              row.dedup.empty() ? std::nullopt : std::optional{row.dedup},
              row.sealed.key_id,
              row.sealed.payload,
              row.row}
            .run();
        return {};
    });
}

}  // namespace azen::sqlite
