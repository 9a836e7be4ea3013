#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace azen {

/// ISO 8601 in UTC with milliseconds, as on the wire: 2026-01-15T10:30:00.000Z. Meant for the years
/// 0000 to 9999, which are those that parse_timestamp reads.
std::string format_timestamp(Timestamp time);

/// The UTC calendar date: 2026-01-15.
std::string format_date(std::chrono::sys_days day);

/// Reads what format_timestamp writes, also without milliseconds or with 1-9 fraction digits
/// (cut to three), and a bare date, which is midnight UTC at its start. Impossible dates and any
/// zone other than Z give nullopt.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// A length of time as people write it: one or more of `<integer><unit>`, units y w d h m s ms in
/// this order, each at most once: 90d, 12h, 1h30m. A year is 365 days; "min" is read as "m". Zero,
/// a missing unit, overflow past 100 years and anything else give ErrorKind::invalid with an
/// example.
Result<milliseconds> parse_duration(std::string_view text);

/// One text that parse_duration reads back as the same length, in the largest units that fit: 90m
/// is 1h30m. Weeks are used for whole weeks only: 90d stays 90d. Precondition: at least 1 ms.
std::string format_duration(milliseconds length);

/// A moment as people write one: a duration from `now` (90d), a date, a timestamp, or "now".
Result<Timestamp> parse_moment(std::string_view text, Timestamp now);

/// How far `time` is from `now`, in its one largest unit up to days, cut, for tables: "3m ago",
/// "in 90d"; "now" within a second.
std::string format_relative(Timestamp time, Timestamp now);

}  // namespace azen
