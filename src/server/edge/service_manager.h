#pragma once

#include <string>
#include <string_view>

namespace azen::server {

/// Tells the service manager how the server fares, in the words of sd_notify(3): a datagram to the
/// Unix socket that the manager has named in NOTIFY_SOCKET. Without one nobody is told, and a
/// manager that does not listen is no reason to fail.
class ServiceManager {
public:
    /// `socket`: a path, or "@" and an abstract name; empty: there is no manager.
    explicit ServiceManager(std::string socket) : socket_{std::move(socket)} {}

    void ready() const { notify("READY=1"); }
    void stopping() const { notify("STOPPING=1"); }

    /// The server reads its configuration again; ready() ends it.
    void reloading() const;

private:
    void notify(std::string_view state) const;

    std::string socket_;
};

}  // namespace azen::server
