#include "core/base/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>

#include "core/base/ascii.h"

namespace azen {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr milliseconds longest_duration = days{36'525};  // 100 years

struct Unit {
    std::string_view name;
    milliseconds length;
};

// From the largest down: the order in which they are written and must be read.
constexpr std::array units{
    Unit{.name = "w", .length = std::chrono::weeks{1}},
    Unit{.name = "d", .length = days{1}},
    Unit{.name = "h", .length = hours{1}},
    Unit{.name = "m", .length = minutes{1}},
    Unit{.name = "s", .length = seconds{1}},
    Unit{.name = "ms", .length = milliseconds{1}},
};

// Those that are read: a year has no length of its own, so it is never written, and is 365 days.
constexpr auto units_read = [] {
    std::array<Unit, units.size() + 1> all{Unit{.name = "y", .length = days{365}}};
    std::copy(units.begin(), units.end(), all.begin() + 1);
    return all;
}();
constexpr std::string_view minute_in_full = "min";

// The take_ functions read from the front of `text` and leave the rest in it. After a failure the
// rest has no meaning: every caller gives up then.
bool take(std::string_view& text, char expected)
{
    if (!text.starts_with(expected)) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

// Takes exactly `count` digits.
std::optional<unsigned> take_number(std::string_view& text, std::size_t count)
{
    const std::string_view digits = text.substr(0, count);
    if (digits.size() != count || !std::ranges::all_of(digits, is_ascii_digit)) {
        return std::nullopt;
    }
    unsigned number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    text.remove_prefix(count);
    return number;
}

std::optional<unsigned> take_number_below(std::string_view& text, unsigned limit)
{
    const std::optional<unsigned> number = take_number(text, 2);
    return number && *number < limit ? number : std::nullopt;
}

std::optional<sys_days> take_date(std::string_view& text)
{
    const auto year = take_number(text, 4);
    if (!year || !take(text, '-')) {
        return std::nullopt;
    }
    const auto month = take_number(text, 2);
    if (!month || !take(text, '-')) {
        return std::nullopt;
    }
    const auto day = take_number(text, 2);
    if (!day) {
        return std::nullopt;
    }
    // The calendar knows which days there are; only the digits were checked so far.
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{*month},
                                           std::chrono::day{*day}};
    return date.ok() ? std::optional{sys_days{date}} : std::nullopt;
}

// Takes the digits after the point: 1 to 9 of them, all but the first three without effect.
std::optional<milliseconds> take_fraction(std::string_view& text)
{
    const auto* const end = std::ranges::find_if_not(text, is_ascii_digit);
    const auto count = static_cast<std::size_t>(end - text.begin());
    if (count < 1 || count > 9) {
        return std::nullopt;
    }
    std::string thousandths{text.substr(0, std::min<std::size_t>(count, 3))};
    thousandths.resize(3, '0');
    std::string_view digits = thousandths;
    text.remove_prefix(count);
    const std::optional<unsigned> number = take_number(digits, 3);
    return number ? std::optional{milliseconds{*number}} : std::nullopt;
}

// Takes "T10:30:00Z" or "T10:30:00.000Z".
std::optional<milliseconds> take_time_of_day(std::string_view& text)
{
    const auto hour = take(text, 'T') ? take_number_below(text, 24) : std::nullopt;
    const auto minute = hour && take(text, ':') ? take_number_below(text, 60) : std::nullopt;
    const auto second = minute && take(text, ':') ? take_number_below(text, 60) : std::nullopt;
    if (!second) {
        return std::nullopt;
    }
    std::optional<milliseconds> fraction{0};
    if (take(text, '.')) {
        fraction = take_fraction(text);
    }
    if (!fraction || !take(text, 'Z')) {
        return std::nullopt;
    }
    return hours{*hour} + minutes{*minute} + seconds{*second} + *fraction;
}

// Takes "90d" when its unit is one of units[first…]; moves `first` behind that unit.
std::optional<milliseconds> take_component(std::string_view& text, std::size_t& first)
{
    std::int64_t count = 0;
    const char* const begin = text.data();
    const auto [number_end, error] = std::from_chars(begin, begin + text.size(), count);
    if (error != std::errc{} || !is_ascii_digit(text.front())) {  // no sign
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(number_end - begin));
    const auto* const name_end = std::ranges::find_if_not(text, is_ascii_letter);
    const auto name = text.substr(0, static_cast<std::size_t>(name_end - text.begin()));
    const auto* const unit =
        std::find_if(units_read.begin() + static_cast<std::ptrdiff_t>(first),
                     units_read.end(),
                     [&](const Unit& candidate) {
                         return candidate.name == (name == minute_in_full ? "m" : name);
                     });
    // Dividing the limit, rather than multiplying the count, cannot overflow.
    if (unit == units_read.end() || count > longest_duration / unit->length) {
        return std::nullopt;
    }
    text.remove_prefix(name.size());
    first = static_cast<std::size_t>(unit - units_read.begin()) + 1;
    return count * unit->length;
}

}  // namespace

std::string format_timestamp(Timestamp time)
{
    // floor, not a cast: a moment before 1970 belongs to the day that began before it.
    const auto day = std::chrono::floor<days>(time);
    const std::chrono::hh_mm_ss clock{time - day};
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z",
                       format_date(day),
                       clock.hours().count(),
                       clock.minutes().count(),
                       clock.seconds().count(),
                       clock.subseconds().count());
}

std::string format_date(std::chrono::sys_days day)
{
    const std::chrono::year_month_day date{day};
    return fmt::format("{:04}-{:02}-{:02}",
                       static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

std::optional<Timestamp> parse_timestamp(std::string_view text)
{
    const std::optional<sys_days> date = take_date(text);
    if (!date || text.empty()) {
        return date;
    }
    const std::optional<milliseconds> time_of_day = take_time_of_day(text);
    if (!time_of_day || !text.empty()) {
        return std::nullopt;
    }
    return *date + *time_of_day;
}

Result<milliseconds> parse_duration(std::string_view text)
{
    milliseconds length{0};
    std::size_t first_unit = 0;
    bool understood = !text.empty();
    while (understood && !text.empty()) {
        const auto component = take_component(text, first_unit);
        // Checked after each addition, so that the sum never exceeds twice the limit.
        length += component.value_or(milliseconds{0});
        understood = component.has_value() && length <= longest_duration;
    }
    if (!understood || length == milliseconds{0}) {
        return fail(ErrorKind::invalid,
                    "not a length of time between 1ms and 100 years",
                    "write a whole number and a unit (y, w, d, h, m, s, ms): 90d, 12h or 1h30m");
    }
    return length;
}

std::string format_duration(milliseconds length)
{
    std::string text;
    for (const Unit& unit : units) {
        // 2w is what people say, 12w6d is not: weeks only when nothing else is needed.
        const bool is_week = unit.length == units.front().length;
        if (length < unit.length || (is_week && length % unit.length != milliseconds{0})) {
            continue;
        }
        fmt::format_to(std::back_inserter(text), "{}{}", length / unit.length, unit.name);
        length %= unit.length;
    }
    return text;
}

Result<Timestamp> parse_moment(std::string_view text, Timestamp now)
{
    if (text == "now") {
        return now;
    }
    if (const auto timestamp = parse_timestamp(text)) {
        return *timestamp;
    }
    // No text is both: a duration ends in a letter that no date has.
    if (const auto length = parse_duration(text)) {
        return now + *length;
    }
    return fail(ErrorKind::invalid,
                "not a moment: neither a duration from now, nor a date, nor a UTC time",
                "write for example 90d, 2026-12-31 or 2026-12-31T23:59:59Z; a duration has the "
                "units y, w, d, "
                "h, m, s and ms, and at most 100 years");
}

std::string format_relative(Timestamp time, Timestamp now)
{
    const milliseconds distance = time < now ? now - time : time - now;
    for (const Unit& unit : units) {
        // Days are the largest unit here: "in 90d" tells more than "in 12w".
        if (unit.length > days{1} || distance < unit.length || unit.length < seconds{1}) {
            continue;
        }
        const auto count = distance / unit.length;
        return time < now ? fmt::format("{}{} ago", count, unit.name)
                          : fmt::format("in {}{}", count, unit.name);
    }
    return "now";
}

}  // namespace azen
