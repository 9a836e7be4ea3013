#pragma once

#include <filesystem>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace azen {

/// Where a store is, whatever links lead there: its log, and the lock, are named after that.
std::filesystem::path real_name(const std::filesystem::path& store);

/// Who has a store open, among all processes: each of them shares this lock for as long as it has,
/// and whoever puts another store into its place holds it alone. The kernel gives it up when a
/// process dies.
///
/// It is an flock(2) on a file of its own, STORE.lock: so it holds for a store that is damaged, and
/// for whoever comes while the store is being replaced. That file stays for ever: if it were
/// removed, two processes could hold the lock on two files. In it is which file the store is, as
/// the first of those who have it open found it: SQLite finds a store's write-ahead log by name
/// alone, and would copy it into any other file that was put there.
class StoreLock {
public:
    /// Waits up to `at_most` while someone holds it alone; then ErrorKind::store. That also when
    /// others have it open, and it is not the file that they have, or its log is gone.
    /// Precondition: the store is there.
    static Result<StoreLock> share(const std::filesystem::path& store, milliseconds at_most);

    /// The same check for who only looks at a store, and may do so while it is replaced. Makes no
    /// file.
    static Result<void> check(const std::filesystem::path& store);

    /// ErrorKind::store when anyone, in this process too, has the store open.
    static Result<StoreLock> hold_alone(const std::filesystem::path& store);

private:
    explicit StoreLock(UniqueFd file) : file_{std::move(file)} {}

    UniqueFd file_;
};

}  // namespace azen
