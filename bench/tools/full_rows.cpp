// Usage: azen_bench_full_rows FILE SECONDS
//
// What durable writes cost without azen: for SECONDS seconds, rows of a memory's shape and size go
// into a fresh SQLite file, each in a transaction of its own (WAL, synchronous=FULL). Prints the
// rows a second.

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <sqlite3.h>

namespace {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

constexpr auto setup = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE memories (
    row          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    organization INTEGER NOT NULL,
    master_key   TEXT NOT NULL,
    payload      BLOB NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;
)sql";

[[noreturn]] void give_up(sqlite3* database)
{
    fmt::print(stderr, "azen_bench_full_rows: error: {}\n", sqlite3_errmsg(database));
    std::exit(1);
}

Database open(const char* file)
{
    sqlite3* opened = nullptr;
    if (sqlite3_open(file, &opened) != SQLITE_OK ||
        sqlite3_exec(opened, setup, nullptr, nullptr, nullptr) != SQLITE_OK) {
        give_up(opened);
    }
    return Database{opened};
}

Statement prepare(sqlite3* database)
{
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(database,
                           "INSERT INTO memories (id, organization, master_key, payload, "
                           "created_at) VALUES (?, 1, '0123456789abcdef', ?, 1767225600000)",
                           -1,
                           &prepared,
                           nullptr) != SQLITE_OK) {
        give_up(database);
    }
    return Statement{prepared};
}

/// Outside an explicit transaction each statement is one.
void insert(sqlite3* database, sqlite3_stmt* statement, long i)
{
    constexpr std::array<char, 80> payload{};  // the benchmark's text, its metadata, IV and tag
    // Spread over the index as random ids are.
    const auto spread = static_cast<unsigned long>(i) * 2654435761UL;
    const std::string id = fmt::format("{:08x}-0000-4000-8000-{:012x}", spread & 0xffffffffU, i);
    sqlite3_bind_text(statement, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
    sqlite3_bind_blob(
        statement, 2, payload.data(), static_cast<int>(payload.size()), SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE || sqlite3_reset(statement) != SQLITE_OK) {
        give_up(database);
    }
}

}  // namespace

int main(int argc, char** argv)
{
    using Seconds = std::chrono::duration<double>;
    using Clock = std::chrono::steady_clock;
    if (argc != 3) {
        fmt::print(stderr, "usage: azen_bench_full_rows FILE SECONDS\n");
        return 2;
    }
    const Database database = open(argv[1]);
    const Statement statement = prepare(database.get());
    const Seconds wanted{std::atof(argv[2])};
    const auto started = Clock::now();
    long rows = 0;
    while (Clock::now() - started < wanted) {
        insert(database.get(), statement.get(), rows++);
    }
    fmt::print("{}\n", static_cast<double>(rows) / Seconds{Clock::now() - started}.count());
    return 0;
}
