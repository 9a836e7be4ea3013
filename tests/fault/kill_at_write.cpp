/// Preloaded into a program, kills it (SIGKILL) at one of the calls that write: the one that
/// AZEN_FAULT_AT counts, from 1. AZEN_FAULT_HOW says in which way:
///
///   before   the call is not made
///   torn     half of what is to be written is; for calls that write nothing, as `after`
///   after    the call is made
///
/// A program that makes fewer such calls runs as ever. Its children are not counted. Nothing here
/// allocates or locks, as any call may come from anywhere.

#include <dlfcn.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

enum class How { before, torn, after };

// Set once, before main().
std::atomic<long> calls_left{0};  // 0: never
How how = How::before;

__attribute__((constructor)) void read_orders()
{
    const char* at = std::getenv("AZEN_FAULT_AT");
    const char* said = std::getenv("AZEN_FAULT_HOW");
    calls_left = at == nullptr ? 0 : std::strtol(at, nullptr, 10);
    if (said != nullptr && std::strcmp(said, "torn") == 0) {
        how = How::torn;
    } else if (said != nullptr && std::strcmp(said, "after") == 0) {
        how = How::after;
    }
    unsetenv("LD_PRELOAD");
}

[[noreturn]] void die()
{
    ::kill(::getpid(), SIGKILL);
    std::abort();
}

bool is_the_one()
{
    return calls_left.load() > 0 && calls_left.fetch_sub(1) == 1;
}

template <typename Function>
Function* real(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// Makes the call, unless this is the one.
template <typename Call>
auto pass(Call call)
{
    if (!is_the_one()) {
        return call();
    }
    if (how != How::before) {
        call();
    }
    die();
}

/// The same for one that writes `length` bytes, which `call` is told.
template <typename Call>
auto pass_bytes(size_t length, Call call)
{
    if (!is_the_one()) {
        return call(length);
    }
    if (how != How::before) {
        call(how == How::torn ? length / 2 : length);
    }
    die();
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t length)
{
    static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
    return pass_bytes(length, [&](size_t part) { return next(file, bytes, part); });
}

ssize_t pwrite(int file, const void* bytes, size_t length, off_t at)
{
    static auto* const next = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
    return pass_bytes(length, [&](size_t part) { return next(file, bytes, part, at); });
}

ssize_t pwrite64(int file, const void* bytes, size_t length, off64_t at)
{
    static auto* const next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    return pass_bytes(length, [&](size_t part) { return next(file, bytes, part, at); });
}

ssize_t writev(int file, const iovec* parts, int count)
{
    static auto* const next = real<ssize_t(int, const iovec*, int)>("writev");
    return pass([&] { return next(file, parts, count); });
}

// What standard output holds back; its own write() cannot be seen from here.
int fflush(FILE* stream)
{
    static auto* const next = real<int(FILE*)>("fflush");
    return stream == stdout ? pass([&] { return next(stream); }) : next(stream);
}

int fsync(int file)
{
    static auto* const next = real<int(int)>("fsync");
    return pass([&] { return next(file); });
}

int fdatasync(int file)
{
    static auto* const next = real<int(int)>("fdatasync");
    return pass([&] { return next(file); });
}

int ftruncate(int file, off_t length) noexcept
{
    static auto* const next = real<int(int, off_t)>("ftruncate");
    return pass([&] { return next(file, length); });
}

int ftruncate64(int file, off64_t length) noexcept
{
    static auto* const next = real<int(int, off64_t)>("ftruncate64");
    return pass([&] { return next(file, length); });
}

int rename(const char* from, const char* to) noexcept
{
    static auto* const next = real<int(const char*, const char*)>("rename");
    return pass([&] { return next(from, to); });
}

int unlink(const char* file) noexcept
{
    static auto* const next = real<int(const char*)>("unlink");
    return pass([&] { return next(file); });
}

int mkdir(const char* path, mode_t mode) noexcept
{
    static auto* const next = real<int(const char*, mode_t)>("mkdir");
    return pass([&] { return next(path, mode); });
}

}  // extern "C"
