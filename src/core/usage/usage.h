#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/clock.h"

namespace azen {

/// The routes whose use is counted. The numbers are on the disk: they never change meaning.
enum class UsageGroup : std::uint8_t { memory_create = 0, memory_search = 1 };

inline constexpr std::size_t usage_group_count = 2;

/// How many days a series has, today among them.
inline constexpr std::size_t usage_days = 30;

/// Requests of one key in one group on one UTC day. A success is also one memory or one search.
struct UsageRow {
    std::chrono::sys_days day;
    UsageGroup group = UsageGroup::memory_create;
    std::int64_t success = 0;
    std::int64_t error = 0;
};

/// Thirty UTC days, oldest first, today last; days without requests are there with zeros.
/// Invariant: a day's groups add up to its successes and errors together, and all days to the
/// summary.
struct UsageSeries {
    struct Day {
        std::chrono::sys_days day;
        std::array<std::int64_t, usage_group_count> by_group{};
        std::int64_t success = 0;
        std::int64_t error = 0;
    };
    struct Summary {
        std::int64_t success = 0;
        std::int64_t error = 0;
        std::int64_t memories = 0;  // successful creates
        std::int64_t searches = 0;  // successful searches
    };
    std::array<Day, usage_days> days{};
    Summary summary;
};

/// The UTC day that `time` falls on. Days begin at midnight, also before 1970.
inline std::chrono::sys_days day_of(Timestamp time)
{
    return std::chrono::floor<std::chrono::days>(time);
}

}  // namespace azen
