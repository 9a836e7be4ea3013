#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "server/app/histogram.h"
#include "server/http/request.h"

namespace azen::server {

/// One answered request, as far as metrics are concerned.
struct RequestSample {
    std::string_view route;  // a pattern of the route table; anything else counts as "none"
    Method method = Method::other;
    int status = 0;
    double seconds = 0;
};

/// What /metrics tells, in Prometheus' text format 0.0.4. Names carry base units. No label ever
/// holds an id or anything else a client could choose, so the number of series is bounded.
/// Thread-safe, without locks.
class Metrics {
public:
    static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

    /// `routes`: all values that the label `route` can take, but for "none"; of static storage.
    explicit Metrics(std::vector<std::string_view> routes);

    /// Once for each reply, whoever made it.
    void count_request(const RequestSample& sample);

    /// `outcome`: "accepted", a Refusal's name or "store_failed".
    void count_authentication(std::string_view outcome);

    /// `requests` shared a turn of a loop, which took `seconds` to decide them, store included.
    void count_tick(std::size_t requests, double seconds);

    /// The edge tells; a gauge of what is open now.
    void connection_opened() { open_connections_.fetch_add(1, std::memory_order_relaxed); }
    void connection_closed() { open_connections_.fetch_sub(1, std::memory_order_relaxed); }

    /// The edge tells too: closed at once, as its address had as many as it may; closed while it
    /// was idle, to make room for another one.
    void connection_refused() { refused_connections_.fetch_add(1, std::memory_order_relaxed); }
    void connection_evicted() { evicted_connections_.fetch_add(1, std::memory_order_relaxed); }

    /// Only servers that speak TLS tell these two: connections that ended before hands were shaken,
    /// and when the certificate expires, in seconds since 1970.
    void handshake_failed() { failed_handshakes_.fetch_add(1, std::memory_order_relaxed); }
    void set_certificate_expiry(std::int64_t at) { certificate_expiry_ = at; }

    /// All of it, as /metrics serves it. Walks every counter: for scrapes, not for requests.
    std::string format() const;

private:
    using Counter = std::atomic<std::uint64_t>;

    // "none" for what is not in the table: a client's own words must not become a series.
    std::size_t route_index(std::string_view route) const;
    void append_connections(std::string& out) const;
    void append_tls(std::string& out) const;
    void append_requests(std::string& out) const;
    void append_authentications(std::string& out) const;
    void append_histograms(std::string& out) const;

    std::vector<std::string_view> routes_;    // the last one is "none"
    std::vector<std::string_view> outcomes_;  // likewise
    std::vector<Counter> requests_;           // by route, method and status
    std::deque<Histogram> request_seconds_;   // by route
    std::vector<Counter> authentications_;    // by outcome
    Histogram tick_requests_;
    Histogram tick_seconds_;
    std::atomic<std::int64_t> open_connections_{0};
    Counter refused_connections_{0};
    Counter evicted_connections_{0};
    Counter failed_handshakes_{0};
    std::atomic<std::int64_t> certificate_expiry_{0};  // 0: no TLS
};

}  // namespace azen::server
