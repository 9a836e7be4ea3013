#include "core/store/store_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>
#include <thread>

#include "core/base/file_identity.h"
#include "core/base/new_file.h"

namespace azen {
namespace {

constexpr milliseconds between_tries{10};
constexpr milliseconds longest_race{2'000};  // between those who are the first to open a store

std::filesystem::path lock_of(const std::filesystem::path& store)
{
    return real_name(store).string() + ".lock";
}

Result<UniqueFd> open_lock(const std::filesystem::path& store)
{
    const std::filesystem::path file = lock_of(store);
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

/// nullopt: none was recorded.
std::optional<FileIdentity> recorded_in(const UniqueFd& file)
{
    FileIdentity identity;
    const bool is_whole = ::pread(file.get(), &identity, sizeof identity, 0) == sizeof identity;
    return is_whole ? std::optional{identity} : std::nullopt;
}

Result<void> record(const UniqueFd& file, const std::filesystem::path& store)
{
    const FileIdentity identity = identity_of(store);
    if (recorded_in(file) != identity &&
        ::pwrite(file.get(), &identity, sizeof identity, 0) != sizeof identity) {
        return fail_with_errno(ErrorKind::store, "write to the lock of", store);
    }
    return {};
}

/// Whether what is there is what others have open, should they have it open: a store that is open
/// has a log.
bool is_as_recorded(const UniqueFd& file, const std::filesystem::path& store)
{
    const FileIdentity identity = identity_of(store);
    return recorded_in(file).value_or(identity) == identity &&
           identity_of(real_name(store).string() + "-wal") != FileIdentity{};
}

tl::unexpected<Error> being_replaced()
{
    return fail(ErrorKind::store,
                "the store is being replaced by another process",
                "wait for that process, or stop it, and try again");
}

tl::unexpected<Error> not_the_same(const std::filesystem::path& store)
{
    return fail(
        ErrorKind::store,
        fmt::format("{} is not the file that others have open, or its log is gone", store.string()),
        "put that one back, or stop the servers on it");
}

}  // namespace

std::filesystem::path real_name(const std::filesystem::path& store)
{
    std::error_code unknown;
    std::filesystem::path real = std::filesystem::weakly_canonical(store, unknown);
    return unknown ? store : real;
}

Result<StoreLock> StoreLock::share(const std::filesystem::path& store, milliseconds at_most)
{
    using Steady = std::chrono::steady_clock;
    UniqueFd file = TRY(open_lock(store));
    const auto start = Steady::now();
    std::optional<Steady::time_point> strange_since;
    for (;;) {
        const bool is_shared = TRY(try_lock(file, LOCK_SH, store));
        if (is_shared && is_as_recorded(file, store)) {
            return StoreLock{std::move(file)};
        }
        // The lock is lost while it is sought alone (flock(2)). Who gets it is the first.
        if (is_shared && TRY(try_lock(file, LOCK_EX, store))) {
            TRY(record(file, store));
            if (TRY(try_lock(file, LOCK_SH, store)) && recorded_in(file) == identity_of(store)) {
                return StoreLock{std::move(file)};
            }
            continue;
        }
        const auto now = Steady::now();
        if (!is_shared) {
            strange_since.reset();
            if (now - start >= at_most) {
                return being_replaced();
            }
        } else if (now - strange_since.value_or(now) >= std::min(at_most, longest_race)) {
            return not_the_same(store);
        } else {
            strange_since = strange_since.value_or(now);
        }
        std::this_thread::sleep_for(between_tries);
    }
}

Result<void> StoreLock::check(const std::filesystem::path& store)
{
    const UniqueFd file{::open(lock_of(store).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    if (!file || is_as_recorded(file, store)) {
        return {};
    }
    // Who holds it alone knows what is there.
    const bool others_share =
        TRY(try_lock(file, LOCK_SH, store)) && !TRY(try_lock(file, LOCK_EX, store));
    if (others_share) {
        return not_the_same(store);
    }
    return {};
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
