#pragma once

#include <atomic>
#include <optional>
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

struct Accounts;
struct Pending;
struct ServerStatus;

/// What requests are answered from. All of it outlives the application.
struct Services {
    Store& store;
    const MemoryService& memories;
    MemorySearch& search;
    SessionSource& sessions;
    Accounts& accounts;
    const Clock& clock;
};

/// What an administrator may open to others.
struct ApplicationOptions {
    /// Exact origins whose pages may read replies, and act with a session's cookie; empty: none
    /// but the server's own.
    std::vector<std::string> cors_origins;
    bool public_metrics = false;  // /metrics for everyone, not for local peers only
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

    /// Whether the store could be maintained when that was last tried: while not, /readyz answers
    /// 503. It finds what the commits of requests that are only counted do not: they wait for no
    /// disk.
    void set_maintained(bool maintained);

    /// For whoever accepts connections to count them.
    Metrics& metrics() { return metrics_; }

private:
    // In the order of a request's way through tick(). Pending is an exchange that needs the store.
    bool allows_cross_origin() const { return !options_.cors_origins.empty(); }
    std::optional<Pending> prepare(Exchange& exchange);
    std::optional<Pending> route(Exchange& exchange);
    void answer_pending(std::span<Pending> batch);
    Result<void> transact(std::span<Pending> batch) const;
    Result<void> settle(Transaction& transaction, Pending& pending, Timestamp now) const;
    bool screen_session(Pending& pending) const;
    void conclude(Exchange& exchange);
    ServerStatus status() const;

    Services services_;
    ApplicationOptions options_;
    Metrics metrics_;
    std::atomic<bool> draining_{false};
    std::atomic<bool> maintained_{true};
};

}  // namespace azen::server
