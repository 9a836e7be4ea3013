#include "cli/bulk/rate_note.h"

#include <charconv>
#include <chrono>
#include <map>
#include <string>

namespace azen::cli {
namespace {

// Far beyond any real limit; it keeps sums of what a server says from overflowing.
constexpr std::int64_t most_believed = 1'000'000'000'000;

// One member of a list: "name";key=value;key=value, all values whole numbers.
struct Item {
    std::string name;
    std::map<std::string, std::int64_t, std::less<>> parameters;

    std::optional<std::int64_t> find(std::string_view key) const
    {
        const auto found = parameters.find(key);
        return found == parameters.end() ? std::nullopt : std::optional{found->second};
    }
};

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes the part before `separator` off the front of `text`. Names have no separators in them.
std::string_view take(std::string_view& text, char separator)
{
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    return trimmed(part);
}

std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    const bool sensible = number >= 0 && number <= most_believed;
    return whole && sensible ? std::optional{number} : std::nullopt;
}

Item parse_item(std::string_view text)
{
    Item item{.name = std::string{take(text, ';')}};
    while (!text.empty()) {
        std::string_view parameter = take(text, ';');
        const std::string_view key = take(parameter, '=');
        if (const auto number = whole_number(trimmed(parameter))) {
            item.parameters.emplace(key, *number);
        }
    }
    return item;
}

std::optional<milliseconds> seconds(const std::optional<std::int64_t>& number)
{
    return number ? std::optional<milliseconds>{std::chrono::seconds{*number}} : std::nullopt;
}

// The limit with the fewest requests left; nullopt when none says how many there are.
std::optional<Item> nearest_limit(std::string_view rate_limit)
{
    std::optional<Item> nearest;
    std::int64_t fewest = 0;
    while (!rate_limit.empty()) {
        const Item item = parse_item(take(rate_limit, ','));
        const std::optional<std::int64_t> remaining = item.find("r");
        if (remaining && (!nearest || *remaining < fewest)) {
            nearest = item;
            fewest = *remaining;
        }
    }
    return nearest;
}

}  // namespace

RateNote parse_rate_note(std::string_view rate_limit, std::string_view policy)
{
    const std::optional<Item> nearest = nearest_limit(rate_limit);
    if (!nearest) {
        return {};
    }
    RateNote note{.remaining = nearest->find("r"), .reset = seconds(nearest->find("t"))};
    while (!policy.empty()) {
        const Item item = parse_item(take(policy, ','));
        if (item.name == nearest->name) {
            note.quota = item.find("q");
            note.window = seconds(item.find("w"));
        }
    }
    return note;
}

}  // namespace azen::cli
