#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>

#include "support/write_cache.h"

/// A disk that fails, or loses its power.
namespace azen::test {

/// What SQLite asks of a file, and what can go wrong with it.
enum class FileFault : std::uint8_t {
    disk_full,    // a write finds no room
    write_error,  // a write fails
    short_write,  // half of a write is done, then it fails
    read_error,
    sync_error,
    truncate_error,
    lock_error,  // a lock of the shared index of the write-ahead log cannot be had
};

struct FaultyDisk;

/// While it lives, all files that SQLite opens in this process are on a disk that fails when it is
/// told to. One at a time; the files must be closed before it goes. Thread-safe.
class FaultyVfs {
public:
    FaultyVfs();
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    /// Of the calls that the fault is about, the next `passing` succeed and `failing` ones after
    /// them do not.
    void fail(FileFault fault, long passing, long failing = forever);
    void heal();

    /// How many calls have failed since fail() was called.
    long failures() const;

    /// From now on what is written to stores and their logs waits in a cache until it is synced.
    /// `after_each` is called after each call that has to do with that, by the thread whose it was.
    void keep_cache(std::function<void()> after_each);

    /// Writes the files, as a power cut now would leave them, into a directory. Precondition:
    /// keep_cache() was called before any of them was opened.
    void lose_power(const std::filesystem::path& into, WriteCache::Luck luck, std::mt19937& random);

    /// From now on files are opened for reading only, whatever was asked for.
    void protect_files();

    static constexpr long forever = 1'000'000'000;

private:
    std::unique_ptr<FaultyDisk> disk_;
};

}  // namespace azen::test
