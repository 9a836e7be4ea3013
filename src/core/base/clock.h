#pragma once

#include <chrono>
#include <cstdint>

namespace azen {

using std::chrono::milliseconds;

/// A point in UTC time, to the millisecond: the resolution of the wire and of every decision.
using Timestamp = std::chrono::sys_time<milliseconds>;

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds; how the store keeps times. The
/// two are inverses.
inline std::int64_t to_epoch_ms(Timestamp time)
{
    return time.time_since_epoch().count();
}
inline Timestamp from_epoch_ms(std::int64_t value)
{
    return Timestamp{milliseconds{value}};
}

/// Where time comes from. Thread-safe. May go backwards: callers must not assume otherwise.
class Clock {
public:
    virtual ~Clock() = default;

    /// Asked once for each decision, so that all of it is about one moment.
    virtual Timestamp now() const = 0;
};

/// The machine's UTC clock, which people and NTP set.
class SystemClock final : public Clock {
public:
    Timestamp now() const override
    {
        return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
    }
};

}  // namespace azen
