#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/unique_fd.h"
#include "server/edge/server.h"

namespace azen::server {

/// A Unix socket's file; removed when this goes, unless another file has taken its place: a server
/// that was started while this one stopped has put its own there. Device and inode tell them apart.
class SocketFile {
public:
    SocketFile() = default;
    SocketFile(std::string path, dev_t device, ino_t inode)
        : path_{std::move(path)}, device_{device}, inode_{inode}
    {}
    SocketFile(SocketFile&& other) noexcept { swap(other); }
    SocketFile& operator=(SocketFile&& other) noexcept
    {
        swap(other);
        return *this;
    }
    SocketFile(const SocketFile&) = delete;
    SocketFile& operator=(const SocketFile&) = delete;
    ~SocketFile();

private:
    void swap(SocketFile& other) noexcept
    {
        std::swap(path_, other.path_);
        std::swap(device_, other.device_);
        std::swap(inode_, other.inode_);
    }

    std::string path_;
    dev_t device_ = 0;
    ino_t inode_ = 0;
};

/// Sockets that listen, all on one endpoint: one for each I/O thread. Whoever takes the sockets
/// takes the file along.
struct Listeners {
    std::vector<UniqueFd> sockets;  // non-blocking; as many as were asked for
    Endpoint endpoint;              // with the real port
    SocketFile file;
};

/// Listens on `endpoint` with `count` sockets, between which the kernel spreads the connections
/// (SO_REUSEPORT; a Unix socket is shared instead). A Unix socket gets mode 0660, and a file that
/// a dead process left in its place is removed. ErrorKind::conflict when someone listens there
/// already, or when the path is something other than a socket; other failures of the system are
/// the kinds that fit them. A socket that was passed is shared as a Unix socket is, and its file
/// stays. Precondition: `count` is at least 1.
Result<Listeners> listen_on(const Endpoint& endpoint, std::size_t count);

}  // namespace azen::server
