#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/key/quota.h"
#include "core/key/token_bucket.h"

/// Limits as people type and read them. Everything out of range is ErrorKind::invalid.
namespace azen::cli {

/// `N/unit` (600/min; s, min, h, d and their longer names) or `N/duration` (5/2s), or `none`.
Result<RateLimit> parse_rate(std::string_view text);

/// What parse_rate() reads back as the same limit: "60/1m", or "none".
std::string format_rate(const RateLimit& limit);

/// `N/duration`: 10000/30d.
Result<Refill> parse_refill(std::string_view text);

/// The inverse of parse_refill().
std::string format_refill(const Refill& refill);

/// A whole number in [`least`, `most`]; `what` names it in the error: "--quota".
Result<std::int64_t> parse_count(std::string_view text,
                                 std::string_view what,
                                 std::int64_t least,
                                 std::int64_t most);

/// The most that a quota or a refill can hold.
inline constexpr std::int64_t max_quota = 1'000'000'000'000'000;

}  // namespace azen::cli
