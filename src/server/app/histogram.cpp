#include "server/app/histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace azen::server {

void Histogram::observe(double value)
{
    // The first bound that is not below the value: bounds are inclusive.
    const auto bound = std::ranges::lower_bound(bounds_, value);
    const auto bucket = static_cast<std::size_t>(std::distance(bounds_.begin(), bound));
    counts_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

void Histogram::append(std::string& out, std::string_view name, std::string_view labels) const
{
    const auto end = std::back_inserter(out);
    const std::string_view comma = labels.empty() ? "" : ",";
    // Kept apart, told cumulatively: observing touches one counter, and a scrape is rare.
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        so_far += counts_[i].load(std::memory_order_relaxed);
        const std::string bound = i < bounds_.size() ? fmt::format("{}", bounds_[i]) : "+Inf";
        fmt::format_to(end, "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, bound, so_far);
    }
    const std::string set = labels.empty() ? "" : fmt::format("{{{}}}", labels);
    const double sum = sum_.load(std::memory_order_relaxed);
    fmt::format_to(end, "{0}_sum{1} {2}\n{0}_count{1} {3}\n", name, set, sum, so_far);
}

}  // namespace azen::server
