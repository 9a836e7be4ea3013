#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <sqlite3.h>

/// Damage to a file of SQLite's.
namespace azen::test {

/// Overwrites a store: all pages but the first.
inline void overwrite_pages(const std::filesystem::path& file)
{
    constexpr std::size_t page = 4'096;
    const auto size = static_cast<std::size_t>(std::filesystem::file_size(file));
    std::fstream bytes{file, std::ios::in | std::ios::out | std::ios::binary};
    bytes.seekp(page);
    bytes << std::string(size - page, '\x5a');
}

/// What SQLite says of it: "ok".
inline std::string integrity_of(const std::filesystem::path& file)
{
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
    std::string verdict;
    const auto take = [](void* into, int, char** values, char**) {
        *static_cast<std::string*>(into) += values[0];
        return 0;
    };
    sqlite3_exec(database, "PRAGMA integrity_check", take, &verdict, nullptr);
    sqlite3_close(database);
    return verdict;
}

}  // namespace azen::test
