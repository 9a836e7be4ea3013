#include "cli/arguments.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "cli/command_table.h"

namespace azen::cli {
namespace {

// Rows are short: a scan beats an index that would have to be built for every run.
const Option* find_option(const Command& command, std::string_view name)
{
    for (const std::span<const Option* const> options : {command.options, common_options()}) {
        const auto found = std::ranges::find(options, name, &Option::name);
        if (found != options.end()) {
            return *found;
        }
    }
    return nullptr;
}

// For the asserts alone, hence unused where they are compiled out.
[[maybe_unused]] bool is_in_row(const Command& command, std::string_view name)
{
    return find_option(command, name) != nullptr ||
           std::ranges::find(command.positionals, name, &Positional::name) !=
               command.positionals.end();
}

}  // namespace

Arguments::Arguments(const Command& command, Values typed, Timestamp now, Values environment)
    : command_{&command}, typed_{std::move(typed)}, environment_{std::move(environment)}, now_{now}
{}

bool Arguments::offers(std::string_view option) const
{
    return find_option(*command_, option) != nullptr;
}

Origin Arguments::origin(std::string_view name) const
{
    assert(is_in_row(*command_, name));
    if (typed_.find(name) != typed_.end()) {
        return Origin::command_line;
    }
    if (environment_.find(name) != environment_.end()) {
        return Origin::environment;
    }
    return profile_value(name) ? Origin::profile : Origin::built_in;
}

std::optional<std::string> Arguments::profile_value(std::string_view name) const
{
    const Option* option = find_option(*command_, name);
    const bool settable = option != nullptr && option->setting != nullptr && profile_;
    return settable ? (*profile_).*(option->setting) : std::nullopt;
}

// A default counts as a value but not as said: has() tells the two apart.
std::optional<std::string> Arguments::value(std::string_view name) const
{
    assert(is_in_row(*command_, name));
    for (const Values* values : {&typed_, &environment_}) {
        if (const auto said = values->find(name); said != values->end() && !said->second.empty()) {
            return said->second.front();
        }
    }
    if (std::optional<std::string> said = profile_value(name)) {
        return said;
    }
    const Option* option = find_option(*command_, name);
    if (option != nullptr && !option->default_value.empty()) {
        return std::string{option->default_value};
    }
    return std::nullopt;
}

std::vector<std::string> Arguments::values(std::string_view name) const
{
    assert(is_in_row(*command_, name));
    const auto said = typed_.find(name);
    return said == typed_.end() ? std::vector<std::string>{} : said->second;
}

// The parser has seen to it that there is one; the assert is for rows that forget a default.
std::string Arguments::required(std::string_view name) const
{
    std::optional<std::string> found = value(name);
    assert(found.has_value());
    return std::move(found).value_or(std::string{});
}

}  // namespace azen::cli
