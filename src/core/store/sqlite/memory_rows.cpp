#include "core/store/sqlite/memory_rows.h"

namespace azen::sqlite {
namespace {

#define SELECT_MEMORIES           \
    "SELECT " AZEN_MEMORY_COLUMNS \
    " FROM memories m "           \
    "WHERE m.organization = (SELECT row FROM organizations WHERE id = ?)"

/// Every question about memories starts with the organization that asks.
template <typename... Values>
std::vector<MemoryRow> select(Database& database,
                              const char* sql,
                              std::string_view organization_id,
                              const Values&... values)
{
    Query query{database, sql, organization_id, values...};
    std::vector<MemoryRow> rows;
    while (query.step()) {
        rows.push_back(read_memory(query, organization_id));
    }
    return rows;
}

template <typename... Values>
Result<std::optional<MemoryRow>> select_one(Database& database,
                                            const char* sql,
                                            std::string_view organization_id,
                                            const Values&... values)
{
    return guarded([&]() -> Result<std::optional<MemoryRow>> {
        std::vector<MemoryRow> rows = select(database, sql, organization_id, values...);
        if (rows.empty()) {
            return std::nullopt;
        }
        return std::move(rows.front());
    });
}

Result<std::vector<MemoryRow>> select_page(Database& database,
                                           std::string_view organization_id,
                                           std::int64_t offset,
                                           std::int64_t limit)
{
    return guarded([&]() -> Result<std::vector<MemoryRow>> {
        return select(database,
                      SELECT_MEMORIES " ORDER BY m.row DESC LIMIT ? OFFSET ?",
                      organization_id,
                      limit,
                      offset);
    });
}

Result<std::int64_t> read_count(Database& database, std::string_view organization_id)
{
    return guarded([&]() -> Result<std::int64_t> {
        Query query{database, "SELECT memories FROM organizations WHERE id = ?", organization_id};
        return query.step() ? query.integer(0) : 0;
    });
}

}  // namespace

MemoryRow read_memory(const Query& query, std::string_view organization_id)
{
    return {.row = query.integer(0),
            .id = query.text(1),
            .organization_id = std::string{organization_id},
            .dedup = query.bytes(2),
            .sealed = {.key_id = query.text(3), .payload = query.bytes(4)},
            .created_at = query.time(5)};
}

Result<void> SqliteMemoryRows::insert(MemoryRow& row)
{
    return guarded([&]() -> Result<void> {
        Query{database_,
              "INSERT INTO memories (id, organization, dedup, master_key, payload, created_at) "
              "VALUES (?, (SELECT row FROM organizations WHERE id = ?), ?, ?, ?, ?)",
              row.id,
              row.organization_id,
              row.dedup.empty() ? std::nullopt : std::optional{row.dedup},
              row.sealed.key_id,
              row.sealed.payload,
              row.created_at}
            .run();
        row.row = database_.handle().getLastInsertRowid();
        return {};
    });
}

Result<std::optional<MemoryRow>> SqliteMemoryRows::find(std::string_view organization_id,
                                                        std::string_view id)
{
    return select_one(database_, SELECT_MEMORIES " AND m.id = ?", organization_id, id);
}

Result<std::optional<MemoryRow>> SqliteMemoryRows::find_dedup(std::string_view organization_id,
                                                              std::span<const std::byte> dedup)
{
    return select_one(database_, SELECT_MEMORIES " AND m.dedup = ?", organization_id, dedup);
}

Result<std::vector<MemoryRow>> SqliteMemoryRows::list(std::string_view organization_id,
                                                      std::int64_t offset,
                                                      std::int64_t limit)
{
    return select_page(database_, organization_id, offset, limit);
}

Result<std::int64_t> SqliteMemoryRows::count(std::string_view organization_id)
{
    return read_count(database_, organization_id);
}

// Of a blob, SQLite reads no more than its length for length().
Result<std::int64_t> SqliteMemoryRows::size(std::string_view organization_id,
                                            std::int64_t offset,
                                            std::int64_t limit)
{
    return guarded([&]() -> Result<std::int64_t> {
        Query query{database_,
                    "SELECT ifnull(sum(bytes), 0) FROM (SELECT length(m.payload) AS bytes "
                    "FROM memories m "
                    "WHERE m.organization = (SELECT row FROM organizations WHERE id = ?) "
                    "ORDER BY m.row DESC LIMIT ? OFFSET ?)",
                    organization_id,
                    limit,
                    offset};
        query.step();
        return query.integer(0);
    });
}

Result<bool> SqliteMemoryRows::erase(std::string_view organization_id, std::string_view id)
{
    return guarded([&]() -> Result<bool> {
        return Query{database_,
                     "DELETE FROM memories "
                     "WHERE organization = (SELECT row FROM organizations WHERE id = ?) AND id = ?",
                     organization_id,
                     id}
                   .run() > 0;
    });
}

Result<std::vector<MemoryRow>> SqliteMemoryReader::list(std::string_view organization_id,
                                                        std::int64_t offset,
                                                        std::int64_t limit)
{
    return select_page(database_, organization_id, offset, limit);
}

Result<std::int64_t> SqliteMemoryReader::count(std::string_view organization_id)
{
    return read_count(database_, organization_id);
}

Result<std::vector<MemoryRow>> SqliteMemoryReader::after(std::string_view organization_id,
                                                         std::int64_t after,
                                                         std::int64_t limit)
{
    return guarded([&]() -> Result<std::vector<MemoryRow>> {
        return select(database_,
                      SELECT_MEMORIES " AND m.row > ? ORDER BY m.row LIMIT ?",
                      organization_id,
                      after,
                      limit);
    });
}

Result<std::optional<MemoryRow>> SqliteMemoryReader::at(std::string_view organization_id,
                                                        std::int64_t row)
{
    return select_one(database_, SELECT_MEMORIES " AND m.row = ?", organization_id, row);
}

Result<std::vector<MemoryRow>> SqliteMemoryReader::all_after(std::int64_t after, std::int64_t limit)
{
    return guarded([&]() -> Result<std::vector<MemoryRow>> {
        Query query{database_,
                    "SELECT " AZEN_MEMORY_COLUMNS
                    ", o.id FROM memories m "
                    "JOIN organizations o ON o.row = m.organization "
                    "WHERE m.row > ? ORDER BY m.row LIMIT ?",
                    after,
                    limit};
        std::vector<MemoryRow> rows;
        while (query.step()) {
            rows.push_back(read_memory(query, query.text(6)));
        }
        return rows;
    });
}

}  // namespace azen::sqlite
