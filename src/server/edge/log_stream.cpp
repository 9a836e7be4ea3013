#include "server/edge/log_stream.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace azen::server {

Result<void> LogStream::open(const std::string& file)
{
    constexpr mode_t owner_only = 0600;
    UniqueFd opened{::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, owner_only)};
    if (!opened) {
        return fail(
            ErrorKind::invalid,
            fmt::format("cannot write to {}: {}", file, std::generic_category().message(errno)),
            "choose another file with --log-file");
    }
    const auto target = target_.lock();
    target->descriptor = opened.get();
    target->own = std::move(opened);
    return {};
}

// A pipe takes large writes in pieces, hence the loop, and the lock around all of it.
void LogStream::write(std::string_view lines)
{
    const auto target = target_.lock();
    while (!lines.empty()) {
        const ssize_t written = ::write(target->descriptor, lines.data(), lines.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return;
        }
        lines.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace azen::server
