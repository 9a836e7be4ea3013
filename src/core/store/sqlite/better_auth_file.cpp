#include "core/store/better_auth_file.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <array>
#include <fstream>
#include <initializer_list>
#include <optional>

namespace azen {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view sqlite_magic{"SQLite format 3\0", 16};

std::optional<std::string> find_table(SQLite::Database& database,
                                      std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        if (database.tableExists(name)) {
            return name;
        }
    }
    return std::nullopt;
}

Json json_of(const SQLite::Column& column)
{
    if (column.isInteger()) {
        return column.getInt64();
    }
    if (column.isFloat()) {
        return column.getDouble();
    }
    return column.isText() ? Json(column.getString()) : Json(nullptr);
}

std::vector<Json> read_rows(SQLite::Database& database, const std::string& table)
{
    SQLite::Statement query{database, fmt::format("SELECT * FROM \"{}\"", table)};
    std::vector<Json> rows;
    while (query.executeStep()) {
        Json row = Json::object();
        for (int column = 0; column < query.getColumnCount(); ++column) {
            row[query.getColumnName(column)] = json_of(query.getColumn(column));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

// By a column that is unique there, as names have to be here.
std::map<std::string, std::string> read_names(SQLite::Database& database,
                                              std::initializer_list<const char*> tables,
                                              const std::string& column)
{
    std::map<std::string, std::string> names;
    const auto table = find_table(database, tables);
    if (!table) {
        return names;
    }
    for (const Json& row : read_rows(database, *table)) {
        const auto id = row.find("id");
        const auto name = row.find(column);
        if (id != row.end() && id->is_string() && name != row.end() && name->is_string()) {
            names.emplace(id->get<std::string>(), name->get<std::string>());
        }
    }
    return names;
}

Result<BetterAuthTables> read_tables(SQLite::Database& database)
{
    // The plugin's own name, its plural, and the hosted service's.
    const auto keys = find_table(database, {"apikey", "apikeys", "api_key", "api_keys"});
    if (!keys) {
        return fail(ErrorKind::invalid,
                    "the file has no table of API keys",
                    "name a database of Better Auth, or rows of its apikey table as JSON lines");
    }
    return BetterAuthTables{
        .keys = read_rows(database, *keys),
        .user_names = read_names(database, {"user", "users"}, "email"),
        .organization_names = read_names(database, {"organization", "organizations"}, "slug")};
}

}  // namespace

bool is_sqlite_file(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::array<char, sqlite_magic.size()> beginning{};
    stream.read(beginning.data(), beginning.size());
    return stream && std::string_view{beginning.data(), beginning.size()} == sqlite_magic;
}

Result<BetterAuthTables> read_better_auth_file(const std::filesystem::path& file)
{
    try {
        SQLite::Database database{file.string(), SQLite::OPEN_READONLY};
        return read_tables(database);
    } catch (const SQLite::Exception& exception) {
        return fail(ErrorKind::not_found,
                    fmt::format("cannot read {}: {}", file.string(), exception.what()),
                    "check the path and its permissions");
    }
}

}  // namespace azen
