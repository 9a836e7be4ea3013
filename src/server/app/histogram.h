#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azen::server {

/// A Prometheus histogram. Thread-safe, without locks: a scrape may miss an observation that is
/// being made, but its `_count` always equals its +Inf bucket.
class Histogram {
public:
    /// `bounds`: the buckets' inclusive upper bounds, ascending, of static storage; one more bucket
    /// takes what is above them.
    explicit Histogram(std::span<const double> bounds) : bounds_{bounds}, counts_(bounds.size() + 1)
    {}

    /// Counts `value`, which is in the unit that the name tells.
    void observe(double value);

    /// Appends its samples in Prometheus' text format: buckets, each with all below it, `_sum` and
    /// `_count`. `labels` is empty or `name="value",…` and goes into every one.
    void append(std::string& out, std::string_view name, std::string_view labels) const;

private:
    std::span<const double> bounds_;
    std::vector<std::atomic<std::uint64_t>> counts_;  // one bucket each, not cumulative
    std::atomic<double> sum_{0};
};

}  // namespace azen::server
