#include "core/store/sqlite/store_info.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/store/sqlite/master_key_rows.h"

namespace azen::sqlite {
namespace {

std::int64_t read_integer(Database& database, const char* sql)
{
    Query query{database, sql};
    return query.step() ? query.integer(0) : 0;
}

// nullopt: the schema does not have such a table yet.
std::optional<std::int64_t> count_if_there(Database& database, const char* table, const char* sql)
{
    return database.handle().tableExists(table) ? std::optional{read_integer(database, sql)}
                                                : std::nullopt;
}

// An older schema does not say it, and has not changed its key.
std::optional<std::string> current_master_key(Database& database)
{
    Query current{database,
                  database.handle().tableExists("current_master_key")
                      ? "SELECT id FROM current_master_key"
                      : "SELECT master_key FROM memories ORDER BY row DESC LIMIT 1"};
    return current.step() ? std::optional{current.text(0)} : std::nullopt;
}

// Where nothing is sealed, no key is needed.
std::vector<std::string> needed_master_keys(Database& database,
                                            const std::optional<std::string>& current)
{
    std::vector<std::string> ids = read_master_keys_in_use(database);
    if (!ids.empty() && current && std::ranges::find(ids, *current) == ids.end()) {
        ids.push_back(*current);
    }
    return ids;
}

std::int64_t size_of(const std::filesystem::path& file)
{
    std::error_code absent;
    const auto size = std::filesystem::file_size(file, absent);
    return absent ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace

StoreInfo read_info(Database& database, const std::string& file)
{
    StoreInfo info;
    info.schema_version = static_cast<int>(read_integer(database, "PRAGMA user_version"));
    info.size_bytes =
        read_integer(database, "PRAGMA page_count") * read_integer(database, "PRAGMA page_size");
    info.log_bytes = size_of(file + "-wal");
    info.keys = read_integer(database, "SELECT count(*) FROM keys");
    info.memories = read_integer(database, "SELECT count(*) FROM memories");
    info.organizations = read_integer(database, "SELECT count(*) FROM organizations");
    info.users = read_integer(database, "SELECT count(*) FROM users");
    info.sessions = count_if_there(database, "sessions", "SELECT count(*) FROM sessions");
    info.audit_entries = count_if_there(database, "audit", "SELECT count(*) FROM audit");
    info.journal = {
        .rows = read_integer(database, "SELECT count(*) FROM journal"),
        .last = read_integer(database, "SELECT ifnull(max(seq), 0) FROM journal"),
        .folded_through = read_integer(database, "SELECT folded_through FROM journal_fold")};
    info.master_key_id = current_master_key(database);
    info.needed_master_keys = needed_master_keys(database, info.master_key_id);
    return info;
}

}  // namespace azen::sqlite
