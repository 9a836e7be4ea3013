#include "core/store/store_lock.h"

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>

#include "core/base/new_file.h"

namespace azen {
namespace {

constexpr milliseconds between_tries{10};
constexpr milliseconds longest_race{200};  // between those who open a store that was just put there

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

/// Which file a name leads to; all zeros for none.
struct Identity {
    dev_t device = 0;
    ino_t number = 0;

    bool operator==(const Identity&) const = default;
};

Identity identity_of(const std::filesystem::path& store)
{
    struct stat status{};
    return ::stat(store.c_str(), &status) == 0
               ? Identity{.device = status.st_dev, .number = status.st_ino}
               : Identity{};
}

Identity recorded_in(const UniqueFd& file)
{
    Identity identity;
    const bool is_whole = ::pread(file.get(), &identity, sizeof identity, 0) == sizeof identity;
    return is_whole ? identity : Identity{};
}

Result<void> record(const UniqueFd& file,
                    const Identity& identity,
                    const std::filesystem::path& store)
{
    if (::pwrite(file.get(), &identity, sizeof identity, 0) != sizeof identity) {
        return fail_with_errno(ErrorKind::store, "write to the lock of", store);
    }
    return {};
}

tl::unexpected<Error> being_replaced()
{
    return fail(ErrorKind::store,
                "the store is being replaced by another process",
                "wait for that process, or stop it, and try again");
}

tl::unexpected<Error> not_the_same(const std::filesystem::path& store)
{
    return fail(ErrorKind::store,
                fmt::format("{} is not the file that others have open", store.string()),
                "put that one back, or stop the servers on it");
}

}  // namespace

Result<StoreLock> StoreLock::share(const std::filesystem::path& store, milliseconds at_most)
{
    UniqueFd file = TRY(open_lock(store));
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        const bool is_shared = TRY(try_lock(file, LOCK_SH, store));
        if (is_shared && identity_of(store) == recorded_in(file)) {
            return StoreLock{std::move(file)};
        }
        // The lock is lost while it is sought alone (flock(2)), so all begins anew.
        if (is_shared && TRY(try_lock(file, LOCK_EX, store))) {
            TRY(record(file, identity_of(store), store));
        } else if (std::chrono::steady_clock::now() - start >=
                   (is_shared ? std::min(at_most, longest_race) : at_most)) {
            return is_shared ? not_the_same(store) : being_replaced();
        } else {
            std::this_thread::sleep_for(between_tries);
        }
    }
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
