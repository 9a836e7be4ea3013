#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace azen {

/// ISO 8601 in UTC with milliseconds, as on the wire: 2026-01-15T10:30:00.000Z.
std::string format_timestamp(Timestamp time);

/// The UTC calendar date of `time`: 2026-01-15.
std::string format_date(std::chrono::sys_days day);

/// Reads what format_timestamp writes, also without milliseconds or with 1-9 fraction digits
/// (cut to three), and a bare date, which is midnight UTC at its start. Impossible dates and any
/// zone other than Z give nullopt.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// A length of time as people write it: one or more of `<integer><unit>`, units ms s m h d w in
/// descending order, each at most once: 90d, 12h, 1h30m. Zero, a missing unit, overflow past 100
/// years and anything else give ErrorKind::invalid with an example.
Result<milliseconds> parse_duration(std::string_view text);

/// The shortest text that parse_duration reads back as the same length: 90m is 1h30m. At least 1 ms.
std::string format_duration(milliseconds length);

/// A moment as people write one: a duration from `now` (90d), a date or a timestamp.
Result<Timestamp> parse_moment(std::string_view text, Timestamp now);

/// How far `time` is from `now`, in its one largest unit, for tables: "3m ago", "in 6d", "now".
std::string format_relative(Timestamp time, Timestamp now);

}  // namespace azen
