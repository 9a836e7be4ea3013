#include "core/store/store_lock.h"

#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "core/base/new_file.h"

namespace azen {
namespace {

constexpr milliseconds between_tries{10};

Result<UniqueFd> open_lock(const std::filesystem::path& store)
{
    std::filesystem::path file = store;
    file += ".lock";
    UniqueFd opened = open_or_make(file, store);
    if (!opened) {
        return fail_with_errno(ErrorKind::store, "open", file);
    }
    return opened;
}

Result<bool> try_lock(const UniqueFd& file, int kind, const std::filesystem::path& store)
{
    if (::flock(file.get(), kind | LOCK_NB) == 0) {
        return true;
    }
    if (errno == EWOULDBLOCK || errno == EINTR) {
        return false;
    }
    return fail_with_errno(ErrorKind::store, "lock", store);
}

}  // namespace

Result<StoreLock> StoreLock::share(const std::filesystem::path& store, milliseconds at_most)
{
    UniqueFd file = TRY(open_lock(store));
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (!TRY(try_lock(file, LOCK_SH, store))) {
        if (std::chrono::steady_clock::now() >= deadline) {
            return fail(ErrorKind::store,
                        "the store is being replaced by another process",
                        "wait for that process, or stop it, and try again");
        }
        std::this_thread::sleep_for(between_tries);
    }
    return StoreLock{std::move(file)};
}

Result<StoreLock> StoreLock::hold_alone(const std::filesystem::path& store)
{
    UniqueFd file = TRY(open_lock(store));
    if (!TRY(try_lock(file, LOCK_EX, store))) {
        return fail(ErrorKind::store,
                    "the store is in use by another process",
                    "stop the servers on it, and what else has it open, and try again");
    }
    return StoreLock{std::move(file)};
}

}  // namespace azen
