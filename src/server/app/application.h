#pragma once

#include <atomic>
#include <span>
#include <string>
#include <vector>

#include "core/account/session.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/service/memory_search.h"
#include "core/service/memory_service.h"
#include "core/store/store.h"
#include "server/app/metrics.h"
#include "server/http/exchange.h"

namespace azen::server {

/// What requests are answered from. All of it outlives the application.
struct Services {
    Store& store;
    const MemoryService& memories;
    MemorySearch& search;
    SessionSource& sessions;
    const Clock& clock;
};

struct ApplicationOptions {
    std::vector<std::string> cors_origins;  // exact origins; empty: no CORS
    bool public_metrics = false;            // /metrics for everyone, not for local peers only
};

/// Routes, authenticates and answers. Thread-safe: every I/O thread calls tick() on its own batch,
/// and the store takes them one after the other.
class Application {
public:
    Application(Services services, ApplicationOptions options);

    /// One turn of an I/O loop. Answers every exchange of `batch` in order, or marks it deferred,
    /// within at most one store transaction, which is committed before this returns: a reply tells
    /// of nothing that is not durable. An exchange whose `finish` is set is finished instead of
    /// routed. Never throws; a store that fails makes 503s.
    void tick(std::span<const ExchangePtr> batch);

    /// From now on /readyz answers 503: the server is about to stop.
    void begin_draining();

    Metrics& metrics() { return metrics_; }

private:
    Services services_;
    ApplicationOptions options_;
    Metrics metrics_;
    std::atomic<bool> draining_{false};
};

}  // namespace azen::server
