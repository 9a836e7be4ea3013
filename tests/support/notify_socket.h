#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <string>

#include <doctest/doctest.h>

#include "core/base/unique_fd.h"
#include "support/temp_dir.h"

namespace azen::test {

/// A service manager, as far as it listens to its services: the socket that NOTIFY_SOCKET names.
class NotifySocket {
public:
    NotifySocket()
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path().copy(address.sun_path, sizeof address.sun_path - 1);
        REQUIRE(::bind(socket_.get(),
                       reinterpret_cast<const sockaddr*>(&address),
                       sizeof address) == 0);
    }

    std::string path() const { return (directory_ / "notify").string(); }

    /// The next message; empty when none comes within ten seconds.
    std::string receive() const
    {
        pollfd waiting{.fd = socket_.get(), .events = POLLIN, .revents = 0};
        std::array<char, 4'096> text{};
        if (::poll(&waiting, 1, 10'000) != 1) {
            return {};
        }
        const ssize_t size = ::recv(socket_.get(), text.data(), text.size(), 0);
        return {text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    }

private:
    TempDir directory_;
    UniqueFd socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

}  // namespace azen::test
