#include "server/app/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

#include "core/key/key_rules.h"

namespace azen::server {

namespace {

constexpr std::string_view none = "none";

// In the order of enum Method.
constexpr std::array<std::string_view, 6> methods{
    "GET", "HEAD", "POST", "DELETE", "OPTIONS", "other"};

// Every status the server sends; the 0 at the end takes what is missing here.
constexpr std::array statuses{200, 201, 204, 400, 401, 403, 404, 405, 408, 413,
                              414, 415, 417, 429, 431, 500, 501, 503, 505, 0};

// From a tenth of a millisecond, where a tick lies, to ten seconds, where clients give up.
constexpr std::array second_bounds{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0};
constexpr std::array request_bounds{1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0};

constexpr std::array refusals{Refusal::missing,
                              Refusal::repeated,
                              Refusal::malformed,
                              Refusal::unknown,
                              Refusal::revoked,
                              Refusal::disabled,
                              Refusal::expired,
                              Refusal::ownerless,
                              Refusal::permission_missing,
                              Refusal::quota_exceeded,
                              Refusal::rate_limited,
                              Refusal::no_organization,
                              Refusal::foreign_origin};

// Where `value` stands in `values`, or the last place, which is kept for everything else.
template <typename Values, typename Value>
std::size_t place_of(const Values& values, const Value& value)
{
    const std::span known{values.begin(), values.size() - 1};
    return static_cast<std::size_t>(std::distance(known.begin(), std::ranges::find(known, value)));
}

// All of them are there from the start, so that a rate over a first refusal has a value before it.
std::vector<std::string_view> all_outcomes()
{
    std::vector<std::string_view> outcomes{"accepted", "store_failed"};
    for (const Refusal refusal : refusals) {
        outcomes.push_back(to_string(refusal));
    }
    outcomes.push_back(none);
    return outcomes;
}

void append_header(std::string& out,
                   std::string_view name,
                   std::string_view type,
                   std::string_view help)
{
    fmt::format_to(std::back_inserter(out), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

template <typename Number>
void append_value(std::string& out, std::string_view name, const std::atomic<Number>& value)
{
    fmt::format_to(std::back_inserter(out), "{} {}\n", name, value.load(std::memory_order_relaxed));
}

}  // namespace

Metrics::Metrics(std::vector<std::string_view> routes)
    : routes_{std::move(routes)},
      outcomes_{all_outcomes()},
      requests_((routes_.size() + 1) * methods.size() * statuses.size()),
      authentications_(outcomes_.size()),
      tick_requests_{request_bounds},
      tick_seconds_{second_bounds}
{
    routes_.push_back(none);
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        request_seconds_.emplace_back(second_bounds);
    }
}

std::size_t Metrics::route_index(std::string_view route) const
{
    return place_of(routes_, route);
}

void Metrics::count_request(const RequestSample& sample)
{
    // One flat table: route, then method, then status.
    const std::size_t route = route_index(sample.route);
    const auto method = static_cast<std::size_t>(sample.method);
    const std::size_t row = (route * methods.size()) + method;
    requests_.at((row * statuses.size()) + place_of(statuses, sample.status))
        .fetch_add(1, std::memory_order_relaxed);
    request_seconds_.at(route).observe(sample.seconds);
}

void Metrics::count_authentication(std::string_view outcome)
{
    authentications_.at(place_of(outcomes_, outcome)).fetch_add(1, std::memory_order_relaxed);
}

void Metrics::count_tick(std::size_t requests, double seconds)
{
    tick_requests_.observe(static_cast<double>(requests));
    tick_seconds_.observe(seconds);
}

void Metrics::append_requests(std::string& out) const
{
    append_header(out, "azen_http_requests_total", "counter", "Requests answered.");
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        const std::uint64_t count = requests_.at(i).load(std::memory_order_relaxed);
        if (count == 0) {
            continue;  // most of the table never happens
        }
        const std::size_t row = i / statuses.size();
        fmt::format_to(std::back_inserter(out),
                       "azen_http_requests_total{{route=\"{}\",method=\"{}\",code=\"{}\"}} {}\n",
                       routes_.at(row / methods.size()),
                       methods.at(row % methods.size()),
                       statuses.at(i % statuses.size()),
                       count);
    }
}

void Metrics::append_authentications(std::string& out) const
{
    append_header(out, "azen_auth_total", "counter", "Decisions on credentials, by outcome.");
    for (std::size_t i = 0; i + 1 < outcomes_.size(); ++i) {
        fmt::format_to(std::back_inserter(out),
                       "azen_auth_total{{outcome=\"{}\"}} {}\n",
                       outcomes_.at(i),
                       authentications_.at(i).load(std::memory_order_relaxed));
    }
}

void Metrics::append_histograms(std::string& out) const
{
    constexpr std::string_view latency = "azen_http_request_duration_seconds";
    append_header(out, latency, "histogram", "From a request's last byte to its reply's making.");
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        request_seconds_.at(i).append(out, latency, fmt::format("route=\"{}\"", routes_.at(i)));
    }
    append_header(out, "azen_tick_requests", "histogram", "Requests that shared a transaction.");
    tick_requests_.append(out, "azen_tick_requests", {});
    append_header(out, "azen_tick_duration_seconds", "histogram", "Deciding, writing, committing.");
    tick_seconds_.append(out, "azen_tick_duration_seconds", {});
}

void Metrics::append_connections(std::string& out) const
{
    append_header(out, "azen_open_connections", "gauge", "Client connections open now.");
    append_value(out, "azen_open_connections", open_connections_);
    append_header(out,
                  "azen_refused_connections_total",
                  "counter",
                  "Closed at once: their address had as many as it may.");
    append_value(out, "azen_refused_connections_total", refused_connections_);
    append_header(out,
                  "azen_evicted_connections_total",
                  "counter",
                  "Closed to make room for others: idle, or slow with a body.");
    append_value(out, "azen_evicted_connections_total", evicted_connections_);
}

void Metrics::append_tls(std::string& out) const
{
    if (certificate_expiry_ == 0) {
        return;
    }
    constexpr std::string_view expiry = "azen_tls_certificate_expiry_timestamp_seconds";
    append_header(out, expiry, "gauge", "When the certificate in use expires.");
    append_value(out, expiry, certificate_expiry_);
    constexpr std::string_view failures = "azen_tls_handshake_failures_total";
    append_header(out, failures, "counter", "Connections that ended before hands were shaken.");
    append_value(out, failures, failed_handshakes_);
}

std::string Metrics::format() const
{
    std::string out;
    append_header(out, "azen_build_info", "gauge", "Always 1; its label tells the version.");
    out += "azen_build_info{version=\"" AZEN_VERSION "\"} 1\n";
    append_connections(out);
    append_tls(out);
    append_requests(out);
    append_authentications(out);
    append_histograms(out);
    return out;
}

}  // namespace azen::server
