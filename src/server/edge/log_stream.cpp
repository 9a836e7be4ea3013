#include "server/edge/log_stream.h"

#include <unistd.h>

#include <cerrno>

namespace azen::server {

// A pipe takes large writes in pieces, hence the loop, and the lock around all of it.
void LogStream::write(std::string_view lines)
{
    const auto descriptor = descriptor_.lock();
    while (!lines.empty()) {
        const ssize_t written = ::write(*descriptor, lines.data(), lines.size());
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
