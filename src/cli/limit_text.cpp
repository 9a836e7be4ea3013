#include "cli/limit_text.h"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include "core/base/time_text.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;

// Ten years, three leap days among them.
constexpr milliseconds max_refill_interval = std::chrono::hours{24 * 3653};

struct Unit {
    std::string_view name;
    milliseconds length;
};

// Months and years are missing on purpose: they have no length of their own.
constexpr std::array units{
    Unit{"s", 1s},
    Unit{"sec", 1s},
    Unit{"second", 1s},
    Unit{"m", 1min},
    Unit{"min", 1min},
    Unit{"minute", 1min},
    Unit{"h", 1h},
    Unit{"hour", 1h},
    Unit{"d", 24h},
    Unit{"day", 24h},
};

// What stands on both sides of the slash.
struct Ratio {
    std::int64_t count = 0;
    milliseconds length{};
};

// from_chars takes neither a plus sign nor spaces, which is just right.
std::optional<std::int64_t> parse_whole(std::string_view text)
{
    std::int64_t number = 0;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const auto [stopped_at, error] = std::from_chars(begin, end, number);
    if (error != std::errc{} || stopped_at != end) {
        return std::nullopt;
    }
    return number;
}

// A bare unit means one of it: "/min" is "/1m". What else there is, core knows.
std::optional<milliseconds> parse_length(std::string_view text)
{
    for (const Unit& unit : units) {
        if (unit.name == text) {
            return unit.length;
        }
    }
    const Result<milliseconds> length = parse_duration(text);
    return length ? std::optional{*length} : std::nullopt;
}

// Rates and refills are written alike; only their ranges differ.
std::optional<Ratio> parse_ratio(std::string_view text)
{
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    const std::optional<std::int64_t> count = parse_whole(text.substr(0, slash));
    const std::optional<milliseconds> length = parse_length(text.substr(slash + 1));
    if (!count || !length) {
        return std::nullopt;
    }
    return Ratio{.count = *count, .length = *length};
}

}  // namespace

Result<RateLimit> parse_rate(std::string_view text)
{
    if (text == "none") {
        return RateLimit{.enabled = false};
    }
    const std::optional<Ratio> ratio = parse_ratio(text);
    if (!ratio) {
        return fail(ErrorKind::invalid,
                    fmt::format("'{}' is no rate", text),
                    "write requests per time: 600/min, 5/2s, 10000/d, or none");
    }
    if (ratio->count < 1 || ratio->count > max_rate_limit_max ||
        ratio->length > max_rate_limit_window) {
        return fail(ErrorKind::invalid,
                    fmt::format("the rate {} is out of range", text),
                    "it can be 1 to 100000000 requests per 1ms to 366d");
    }
    return RateLimit{.enabled = true, .max = ratio->count, .window = ratio->length};
}

// With a number even where a bare unit would do: 60/1m reads back as 60/min.
std::string format_rate(const RateLimit& limit)
{
    return limit.enabled ? fmt::format("{}/{}", limit.max, format_duration(limit.window)) : "none";
}

Result<Refill> parse_refill(std::string_view text)
{
    const std::optional<Ratio> ratio = parse_ratio(text);
    if (!ratio) {
        return fail(ErrorKind::invalid,
                    fmt::format("'{}' is no refill", text),
                    "write requests per time: 10000/30d");
    }
    if (ratio->count < 1 || ratio->count > max_quota || ratio->length > max_refill_interval) {
        return fail(ErrorKind::invalid,
                    fmt::format("the refill {} is out of range", text),
                    "it can be 1 to 10^15 requests per 1ms to 10 years");
    }
    return Refill{.amount = ratio->count, .interval = ratio->length};
}

std::string format_refill(const Refill& refill)
{
    return fmt::format("{}/{}", refill.amount, format_duration(refill.interval));
}

// One message for what is no number and what is out of range: the hint serves both.
Result<std::int64_t> parse_count(std::string_view text,
                                 std::string_view what,
                                 std::int64_t least,
                                 std::int64_t most)
{
    const std::optional<std::int64_t> number = parse_whole(text);
    if (!number || *number < least || *number > most) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} cannot be '{}'", what, text),
                    fmt::format("it is a whole number from {} to {}", least, most));
    }
    return *number;
}

}  // namespace azen::cli
