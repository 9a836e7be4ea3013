/// Preloaded into a program, lets calls on the files of a store fail, and the time of day be wrong,
/// for as long as the file AZEN_ORDERS says so: see blow.h. Its children are left alone. What is
/// struck is what SQLite calls, and open(), by which azen makes a store. Nothing here allocates or
/// locks, as any call may come from anywhere.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "fault/blow.h"

namespace {

using azen::test::Blow;
using azen::test::Orders;

enum class Kind { write, sync, read, open };

// Set once, before main().
Orders* orders = nullptr;

template <typename Function>
Function* real(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

__attribute__((constructor)) void read_orders()
{
    const char* name = std::getenv("AZEN_ORDERS");
    const int file = name == nullptr ? -1 : ::open(name, O_RDWR | O_CLOEXEC);
    void* mapped = ::mmap(nullptr, sizeof(Orders), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) {
        orders = static_cast<Orders*>(mapped);
    }
    ::close(file);
    unsetenv("LD_PRELOAD");
}

Blow ordered()
{
    return orders == nullptr ? Blow::none : orders->blow.load();
}

std::int64_t clock_shift()
{
    return orders == nullptr ? 0 : orders->clock_shift.load();
}

/// What the blow makes of a call of that kind: an errno, or 0 if it is not about those.
int error_of(Blow blow, Kind kind)
{
    switch (blow) {
        case Blow::none: break;
        case Blow::write_error:
        case Blow::short_write: return kind == Kind::write ? EIO : 0;
        case Blow::no_room: return kind == Kind::write ? ENOSPC : 0;
        case Blow::sync_error: return kind == Kind::sync ? EIO : 0;
        case Blow::read_error: return kind == Kind::read ? EIO : 0;
        case Blow::no_permission: return kind == Kind::open ? EACCES : 0;
    }
    return 0;
}

/// NAME.db, or what SQLite and azen put beside it: NAME.db-wal, NAME.db.lock.
bool is_of_store(const char* path)
{
    const char* name = std::strrchr(path, '/');
    return std::strstr(name == nullptr ? path : name, ".db") != nullptr;
}

bool is_of_store(int file)
{
    std::array<char, 32> link{};
    std::array<char, 4'096> path{};
    std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", file);
    return ::readlink(link.data(), path.data(), path.size() - 1) > 0 && is_of_store(path.data());
}

/// Makes the call on `target`, a path or a descriptor, unless the blow falls on it.
template <typename Target, typename Call>
auto pass(Kind kind, Target target, Call call) -> decltype(call())
{
    const int error = error_of(ordered(), kind);
    if (error == 0 || !is_of_store(target)) {
        return call();
    }
    ++orders->struck;
    errno = error;
    return -1;
}

/// As open() with whatever follows its flags, if anything does.
int open_file(const char* name, const char* path, int flags, va_list rest)
{
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    auto* const next = real<int(const char*, int, ...)>(name);
    return pass(Kind::open, path, [&] { return next(path, flags, mode); });
}

}  // namespace

extern "C" {

ssize_t pwrite64(int file, const void* bytes, size_t length, off64_t at)
{
    static auto* const next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    if (ordered() == Blow::short_write && is_of_store(file)) {
        static_cast<void>(next(file, bytes, length / 2, at));
    }
    return pass(Kind::write, file, [&] { return next(file, bytes, length, at); });
}

int ftruncate64(int file, off64_t length) noexcept
{
    static auto* const next = real<int(int, off64_t)>("ftruncate64");
    return pass(Kind::write, file, [&] { return next(file, length); });
}

int fsync(int file)
{
    static auto* const next = real<int(int)>("fsync");
    return pass(Kind::sync, file, [&] { return next(file); });
}

int fdatasync(int file)
{
    static auto* const next = real<int(int)>("fdatasync");
    return pass(Kind::sync, file, [&] { return next(file); });
}

ssize_t pread64(int file, void* bytes, size_t length, off64_t at)
{
    static auto* const next = real<ssize_t(int, void*, size_t, off64_t)>("pread64");
    return pass(Kind::read, file, [&] { return next(file, bytes, length, at); });
}

int open(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const int file = open_file("open", path, flags, rest);
    va_end(rest);
    return file;
}

int open64(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const int file = open_file("open64", path, flags, rest);
    va_end(rest);
    return file;
}

int clock_gettime(clockid_t clock, timespec* now) noexcept
{
    static auto* const next = real<int(clockid_t, timespec*)>("clock_gettime");
    const int result = next(clock, now);
    if (result == 0 && clock == CLOCK_REALTIME) {
        now->tv_sec += clock_shift();
    }
    return result;
}

int gettimeofday(timeval* now, void* zone) noexcept
{
    static auto* const next = real<int(timeval*, void*)>("gettimeofday");
    const int result = next(now, zone);
    if (result == 0) {
        now->tv_sec += clock_shift();
    }
    return result;
}

}  // extern "C"
