#include "server/edge/service_manager.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <chrono>
#include <cstddef>

#include "core/base/unique_fd.h"

namespace azen::server {

// The manager tells by the time, which is CLOCK_MONOTONIC's, that this is the reload it asked for.
void ServiceManager::reloading() const
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    notify(fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                       std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

void ServiceManager::notify(std::string_view state) const
{
    sockaddr_un address{};
    if (socket_.empty() || socket_.size() >= sizeof address.sun_path) {
        return;
    }
    address.sun_family = AF_UNIX;
    socket_.copy(address.sun_path, socket_.size());
    if (socket_.front() == '@') {
        address.sun_path[0] = '\0';
    }
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    const UniqueFd socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    if (socket) {
        [[maybe_unused]] const ssize_t sent = ::sendto(socket.get(),
                                                       state.data(),
                                                       state.size(),
                                                       MSG_NOSIGNAL,
                                                       reinterpret_cast<const sockaddr*>(&address),
                                                       size);
    }
}

}  // namespace azen::server
