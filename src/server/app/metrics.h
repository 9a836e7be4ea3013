#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace azen::server {

/// What /metrics tells, in Prometheus' text format 0.0.4. Names carry base units; no label ever
/// holds an id. Thread-safe, without locks.
class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// One answered request. `route` is a pattern of the route table; `outcome` is "accepted", a
    /// Refusal's name, or empty for routes without authentication.
    void count_request(std::string_view route, int status, double seconds);
    void count_authentication(std::string_view outcome);
    void count_tick(std::size_t requests, double seconds);

    void connection_opened() { open_connections_.fetch_add(1, std::memory_order_relaxed); }
    void connection_closed() { open_connections_.fetch_sub(1, std::memory_order_relaxed); }

    std::string format() const;

private:
    std::atomic<std::int64_t> open_connections_{0};
    // The tables of counters: to be filled in by metrics.cpp's author.
};

}  // namespace azen::server
