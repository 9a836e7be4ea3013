#pragma once

#include <filesystem>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace azen {

/// Who has a store open, among all processes: each of them shares this lock for as long as it has,
/// and whoever puts another store into its place holds it alone. The kernel gives it up when a
/// process dies.
///
/// It is an flock(2) on a file of its own, STORE.lock: so it holds for a store that is damaged, and
/// for whoever comes while the store is being replaced. That file stays for ever: if it were
/// removed, two processes could hold the lock on two files.
class StoreLock {
public:
    /// Waits up to `at_most` while someone holds it alone; then ErrorKind::store.
    static Result<StoreLock> share(const std::filesystem::path& store, milliseconds at_most);

    /// ErrorKind::store when anyone, in this process too, has the store open.
    static Result<StoreLock> hold_alone(const std::filesystem::path& store);

private:
    explicit StoreLock(UniqueFd file) : file_{std::move(file)} {}

    UniqueFd file_;
};

}  // namespace azen
