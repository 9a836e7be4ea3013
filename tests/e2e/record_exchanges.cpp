/// Preloaded into azen, keeps what its clients sent and what they were sent: in a file a process of
/// the directory AZEN_EXCHANGES, as
///
///   "accept" FD "0" LF                 a client has come
///   "in" FD LENGTH LF, LENGTH bytes    it has sent these
///   "out" FD LENGTH LF, LENGTH bytes   it was sent these
///
/// in the order in which it happened to each of them; through TLS, before it was sealed and after
/// it was opened. Other programs are left alone.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr std::size_t most_sockets = 65'536;

/// What accept4() gave. Never reset: what has that number next and is no socket is not received
/// from.
std::array<std::atomic<bool>, most_sockets> accepted{};

template <typename Function>
Function* real(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

int open_record()
{
    const char* directory = std::getenv("AZEN_EXCHANGES");
    if (directory == nullptr || std::strcmp(program_invocation_short_name, "azen") != 0) {
        return -1;
    }
    std::array<char, 4'096> path{};
    std::snprintf(path.data(), path.size(), "%s/%d-XXXXXX", directory, static_cast<int>(getpid()));
    return ::mkostemp(path.data(), O_APPEND | O_CLOEXEC);
}

/// The process's file; -1: nothing is to be recorded.
int record()
{
    static const int file = open_record();
    return file;
}

/// One write, so that what several threads record does not mix.
void keep(const char* event, int socket, const void* bytes, ssize_t length)
{
    const int error = errno;
    std::array<char, 64> line{};
    const int size = std::snprintf(line.data(), line.size(), "%s %d %zd\n", event, socket, length);
    const std::array parts{iovec{line.data(), static_cast<std::size_t>(size)},
                           iovec{const_cast<void*>(bytes), static_cast<std::size_t>(length)}};
    if (::writev(record(), parts.data(), parts.size()) != size + length) {
        std::abort();
    }
    errno = error;
}

bool is_client(int socket)
{
    return socket >= 0 && accepted.at(static_cast<std::size_t>(socket));
}

}  // namespace

struct ssl_st;  // OpenSSL's: a connection with TLS

namespace {

/// Its socket.
int socket_of(const ssl_st* tls)
{
    static auto* const next = real<int(const ssl_st*)>("SSL_get_fd");
    return next(tls);
}

/// TLS itself reads and writes past what is taken down of plain sockets.
void keep_tls(const char* event, const ssl_st* tls, const void* bytes, std::size_t length)
{
    if (const int socket = socket_of(tls); is_client(socket)) {
        keep(event, socket, bytes, static_cast<ssize_t>(length));
    }
}

}  // namespace

extern "C" {

int accept4(int listener, sockaddr* address, socklen_t* length, int flags)
{
    static auto* const next = real<int(int, sockaddr*, socklen_t*, int)>("accept4");
    const int socket = next(listener, address, length, flags);
    if (socket >= 0 && record() >= 0) {
        accepted.at(static_cast<std::size_t>(socket)) = true;
        keep("accept", socket, nullptr, 0);
    }
    return socket;
}

ssize_t recv(int socket, void* bytes, std::size_t length, int flags)
{
    static auto* const next = real<ssize_t(int, void*, std::size_t, int)>("recv");
    const ssize_t count = next(socket, bytes, length, flags);
    if (count > 0 && is_client(socket)) {
        keep("in", socket, bytes, count);
    }
    return count;
}

ssize_t send(int socket, const void* bytes, std::size_t length, int flags)
{
    static auto* const next = real<ssize_t(int, const void*, std::size_t, int)>("send");
    const ssize_t count = next(socket, bytes, length, flags);
    if (count > 0 && is_client(socket)) {
        keep("out", socket, bytes, count);
    }
    return count;
}

int SSL_read_ex(ssl_st* tls, void* bytes, std::size_t size, std::size_t* count)
{
    static auto* const next = real<int(ssl_st*, void*, std::size_t, std::size_t*)>("SSL_read_ex");
    const int result = next(tls, bytes, size, count);
    if (result == 1 && *count > 0) {
        keep_tls("in", tls, bytes, *count);
    }
    return result;
}

int SSL_write_ex(ssl_st* tls, const void* bytes, std::size_t size, std::size_t* count)
{
    static auto* const next =
        real<int(ssl_st*, const void*, std::size_t, std::size_t*)>("SSL_write_ex");
    const int result = next(tls, bytes, size, count);
    if (result == 1 && *count > 0) {
        keep_tls("out", tls, bytes, *count);
    }
    return result;
}

}  // extern "C"
