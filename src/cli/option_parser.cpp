#include "cli/option_parser.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/command_table.h"
#include "cli/output/record_kind.h"
#include "core/base/ascii.h"
#include "core/base/nearest.h"

namespace azen::cli {
namespace {

using Registered = std::map<std::string_view, const CLI::Option*>;

// Those of the row, then those that every row has.
std::vector<const Option*> all_options(const Command& command)
{
    std::vector<const Option*> options{command.options.begin(), command.options.end()};
    options.insert(options.end(), common_options().begin(), common_options().end());
    return options;
}

// The hint that is always right.
std::string help_hint(const Command& command)
{
    return fmt::format("`azen {} --help` shows what it takes", command.words);
}

// As CLI11 names them.
std::string switches_of(const Option& option)
{
    return option.short_name == '\0' ? fmt::format("--{}", option.name)
                                     : fmt::format("-{},--{}", option.short_name, option.name);
}

// CLI11 reads the options; what is left over are the positionals. Only its plain form is used:
// given a container, it would take a value such as "[a,b]" apart.
CLI::Option* add_raw(CLI::App& app, const std::string& name)
{
    const auto accept_anything = [](const CLI::results_t&) {
        return true;
    };
    CLI::Option* added = app.add_option(name, CLI::callback_t{accept_anything});
    added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    return added;
}

// A flag of type size 0 counts how often it was given and takes no word after it.
Registered register_options(CLI::App& app, const Command& command)
{
    Registered registered;
    for (const Option* option : all_options(command)) {
        CLI::Option* added = add_raw(app, switches_of(*option));
        if (option->is_flag()) {
            added->type_size(0)->expected(0);
        }
        registered.emplace(option->name, added);
    }
    return registered;
}

// CLI11 reads `--name=` as a name whose value comes next; here it is a name with an empty value.
// It takes its input in reverse.
std::vector<std::string> prepare(std::span<const std::string> typed)
{
    std::vector<std::string> prepared;
    bool options_ended = false;
    for (const std::string& argument : typed) {
        options_ended = options_ended || argument == "--";
        const bool empty_value = !options_ended && argument.starts_with("--") &&
                                 argument.find('=') == argument.size() - 1;
        if (empty_value) {
            prepared.push_back(argument.substr(0, argument.size() - 1));
            prepared.emplace_back();
        } else {
            prepared.push_back(argument);
        }
    }
    std::ranges::reverse(prepared);
    return prepared;
}

// What stands behind "=" is not repeated: it may be a password for some other program.
tl::unexpected<Error> unknown_option(const Command& command, const std::string& argument)
{
    const std::string typed = argument.substr(0, argument.find('='));
    std::vector<std::string> names;
    for (const Option* option : all_options(command)) {
        names.push_back(fmt::format("--{}", option->name));
    }
    const std::optional<std::string> meant = nearest(typed, names);
    return fail(ErrorKind::invalid,
                fmt::format("unknown option '{}'", typed),
                meant ? fmt::format("did you mean {}?", *meant)
                      : help_hint(command) + "; write -- before text that begins with a dash");
}

// A lone dash and a negative number are words, to CLI11 too.
bool looks_like_option(const std::string& word)
{
    return word.size() > 1 && word.front() == '-' && !is_ascii_digit(word[1]);
}

// `rest` is all that no option took, with the "--" still in it.
Result<std::vector<std::string>> positional_words(const Command& command,
                                                  const std::vector<std::string>& rest)
{
    std::vector<std::string> words;
    bool options_ended = false;
    for (const std::string& word : rest) {
        if (!options_ended && word == "--") {
            options_ended = true;
        } else if (!options_ended && looks_like_option(word)) {
            return unknown_option(command, word);
        } else {
            words.push_back(word);
        }
    }
    return words;
}

// How many words a positional takes: one, or as many as those behind it leave, but at least one.
std::size_t share_of(const Positional& positional, std::size_t left, std::size_t behind)
{
    const bool repeated = positional.occurs == Occurs::repeatedly;
    return repeated && left > behind ? left - behind : 1;
}

// In the order of the row.
Result<void> collect_positionals(const Command& command,
                                 const std::vector<std::string>& rest,
                                 Arguments::Values& values)
{
    const std::vector<std::string> words = TRY(positional_words(command, rest));
    std::size_t taken = 0;
    std::size_t behind = command.positionals.size();
    for (const Positional& positional : command.positionals) {
        --behind;
        if (taken == words.size()) {
            if (positional.presence == Presence::required) {
                return fail(ErrorKind::invalid,
                            fmt::format("{} is missing", positional.name),
                            help_hint(command));
            }
            continue;
        }
        const std::size_t count = share_of(positional, words.size() - taken, behind);
        const auto first = words.begin() + static_cast<std::ptrdiff_t>(taken);
        values.emplace(positional.name,
                       std::vector<std::string>(first, first + static_cast<std::ptrdiff_t>(count)));
        taken += count;
    }
    if (taken < words.size()) {
        return fail(ErrorKind::invalid,
                    fmt::format("unexpected argument '{}'", words[taken]),
                    help_hint(command));
    }
    return {};
}

// Found out before the command runs: a mistyped field must not cost a secret that is shown once.
Result<void> check_field(const Command& command, const std::string& path)
{
    const std::string name = path.substr(0, path.find('.'));
    const std::span<const std::string_view> fields = command.prints->fields;
    if (std::ranges::find(fields, name) != fields.end()) {
        return {};
    }
    const auto meant = nearest(name, std::vector<std::string>{fields.begin(), fields.end()});
    return fail(ErrorKind::invalid,
                fmt::format("there is no field '{}'", name),
                meant ? fmt::format("did you mean {}?", *meant)
                      : fmt::format("it is one of: {}", fmt::join(fields, ", ")));
}

// Twice the same option is more likely a mistake than a change of mind.
Result<void> check_option(const Command& command,
                          const Option& option,
                          const std::vector<std::string>& said)
{
    if (said.size() > 1 && option.occurs == Occurs::once && !option.is_flag()) {
        return fail(ErrorKind::invalid,
                    fmt::format("--{} was given more than once", option.name),
                    help_hint(command));
    }
    for (const std::string& value : said) {
        if (option.is_flag() && value != "true") {
            return fail(ErrorKind::invalid,
                        fmt::format("--{} takes no value", option.name),
                        help_hint(command));
        }
        if (!option.choices.empty() &&
            std::ranges::find(option.choices, value) == option.choices.end()) {
            return fail(ErrorKind::invalid,
                        fmt::format("--{} cannot be '{}'", option.name, value),
                        fmt::format("it is one of: {}", fmt::join(option.choices, ", ")));
        }
        if (option.completion == Completion::field) {
            TRY(check_field(command, value));
        }
    }
    return {};
}

// Of two that exclude each other one would be silently ignored.
Result<void> check_exclusions(const Command& command, const Arguments::Values& values)
{
    for (const Option* option : all_options(command)) {
        const bool both = !option->excludes.empty() && values.contains(option->name) &&
                          values.contains(option->excludes);
        if (both) {
            return fail(
                ErrorKind::invalid,
                fmt::format("--{} and --{} exclude each other", option->name, option->excludes),
                "give one of them");
        }
    }
    return {};
}

// What was typed and what the environment says, apart; the rest is left to Arguments.
struct Said {
    Arguments::Values typed;
    Arguments::Values environment;
};

Result<void> collect_options(const Command& command,
                             const Registered& registered,
                             const Environment& environment,
                             Said& said)
{
    for (const Option* option : all_options(command)) {
        std::vector<std::string> typed = registered.at(option->name)->results();
        TRY(check_option(command, *option, typed));
        const std::optional<std::string> spoken = environment.find(option->environment);
        if (!typed.empty()) {
            said.typed.emplace(option->name, std::move(typed));
        } else if (spoken) {
            TRY(check_option(command, *option, {*spoken}));
            said.environment.emplace(option->name, std::vector{*spoken});
        }
    }
    return check_exclusions(command, said.typed);
}

}  // namespace

Result<Arguments> parse_arguments(const Command& command,
                                  std::span<const std::string> typed,
                                  const Environment& environment,
                                  Timestamp now)
{
    // CLI11 reports by exception; none gets past here.
    try {
        CLI::App app;
        app.set_help_flag();
        app.allow_extras();
        const Registered registered = register_options(app, command);
        app.parse(prepare(typed));
        Said said;
        TRY(collect_positionals(command, app.remaining(), said.typed));
        TRY(collect_options(command, registered, environment, said));
        return Arguments{command, std::move(said.typed), now, std::move(said.environment)};
    } catch (const CLI::ArgumentMismatch&) {
        // The only mismatch that a plain option can have: it was the last word.
        return fail(ErrorKind::invalid,
                    fmt::format("{} needs a value", typed.empty() ? "an option" : typed.back()),
                    help_hint(command));
    } catch (const CLI::ParseError& error) {
        return fail(ErrorKind::invalid, error.what(), help_hint(command));
    } catch (const CLI::Error& error) {
        return fail(ErrorKind::internal,
                    fmt::format("the command table is wrong: {}", error.what()));
    }
}

}  // namespace azen::cli
