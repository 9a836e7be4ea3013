#pragma once

#include <memory>
#include <string>
#include <thread>

#include "cli/support/console.h"
#include "core/memory/keyring.h"
#include "core/service/memory_search.h"
#include "core/service/memory_service.h"
#include "server/app/accounts.h"
#include "server/edge/server.h"

namespace azen::test {

/// A real server in this process, on the store of a console, with a clock and randomness of the
/// system's. Stopped and joined when destroyed.
class LiveServer {
public:
    /// `listen` as `azen serve --listen` takes it.
    LiveServer(const Console& console, const std::string& listen = "127.0.0.1:0");
    ~LiveServer();
    LiveServer(const LiveServer&) = delete;
    LiveServer& operator=(const LiveServer&) = delete;

    /// What to set AZEN_BASE_URL to.
    std::string url() const;

private:
    SystemClock clock_;
    SystemRandom random_;
    std::unique_ptr<Store> store_;
    Keyring keyring_;
    MemoryService memories_{keyring_, random_};
    MemorySearch search_;
    server::Accounts accounts_;
    server::Application application_;
    std::unique_ptr<server::Server> server_;
    std::jthread thread_;
};

}  // namespace azen::test
