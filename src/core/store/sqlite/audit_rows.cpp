#include "core/store/sqlite/audit_rows.h"

#include "core/audit/audit_chain.h"

namespace azen::sqlite {
namespace {

AuditRow read_row(const Query& query)
{
    return {.sequence = query.integer(0),
            .entry = {.at = query.time(1),
                      .actor = {.kind = static_cast<ActorKind>(query.integer(2)),
                                .id = query.text(3),
                                .name = query.text(4),
                                .origin = query.text(5)},
                      .action = query.text(6),
                      .subject_id = query.text(7),
                      .subject_name = query.text(8),
                      .change = query.text(9)},
            .previous = query.digest(10),
            .hash = query.digest(11)};
}

audit_chain::ChainEnd read_end(Database& database)
{
    Query last{database, "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"};
    return last.step() ? audit_chain::ChainEnd{.sequence = last.integer(0), .hash = last.digest(1)}
                       : audit_chain::ChainEnd{};
}

std::int64_t read_last_issued(Database& database)
{
    Query last{database, "SELECT seq FROM sqlite_sequence WHERE name = 'audit'"};
    return last.step() ? last.integer(0) : 0;
}

// A statement for each set of conditions, so that each is planned by itself; all take all values.
std::string list_sql(const AuditQuery& query)
{
    std::string sql =
        "SELECT sequence, at, actor_kind, actor_id, actor_name, origin, action, subject_id, "
        "subject_name, change, previous, hash FROM audit "
        "WHERE sequence > ?1 AND ?4 IS ?4 AND ?5 IS ?5";
    if (query.subject) {
        sql += " AND (subject_id = ?4 OR subject_name = ?4)";
    }
    if (query.since) {
        sql += " AND at >= ?5";
    }
    sql += query.newest_first ? " ORDER BY sequence DESC" : " ORDER BY sequence";
    return sql + " LIMIT ?2 OFFSET ?3";
}

}  // namespace

// Not after the last row that is there, but after the last that ever was: a trail whose end was cut
// off goes on with a gap, instead of growing over it.
Result<void> SqliteAuditRows::append(const AuditEntry& entry)
{
    return guarded([&]() -> Result<void> {
        const Digest previous = read_end(database_).hash;
        const std::int64_t sequence = read_last_issued(database_) + 1;
        const Digest hash = audit_chain::link(sequence, entry, previous);
        Query{database_,
              "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              sequence,
              entry.at,
              static_cast<int>(entry.actor.kind),
              entry.actor.id,
              entry.actor.name,
              entry.actor.origin,
              entry.action,
              entry.subject_id,
              entry.subject_name,
              entry.change,
              std::span<const std::byte>{previous},
              std::span<const std::byte>{hash}}
            .run();
        return {};
    });
}

Result<std::vector<AuditRow>> SqliteAuditRows::list(const AuditQuery& query)
{
    return guarded([&]() -> Result<std::vector<AuditRow>> {
        Query rows{database_,
                   list_sql(query),
                   query.after,
                   query.limit,
                   query.offset,
                   query.subject,
                   query.since};
        std::vector<AuditRow> list;
        while (rows.step()) {
            list.push_back(read_row(rows));
        }
        return list;
    });
}

Result<std::int64_t> SqliteAuditRows::last_issued()
{
    return guarded([&]() -> Result<std::int64_t> { return read_last_issued(database_); });
}

}  // namespace azen::sqlite
