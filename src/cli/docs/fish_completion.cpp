#include <fmt/core.h>
#include <fmt/ranges.h>

#include "cli/command_table.h"
#include "cli/docs/completions.h"
#include "cli/docs/shared_text.h"

namespace azen::cli {
namespace {

constexpr std::string_view head =
    R"(# Completions of azen for fish, written by `azen help --completion fish`.

function __azen_words --description 'the words typed so far, without azen and options'
    set -l words (commandline -opc)
    set -e words[1]
    string match -v -- '-*' $words
end

function __azen_expects --description 'whether the words so far are exactly these'
    set -l words (__azen_words)
    test "$words" = "$argv"
end

function __azen_using --description 'whether the words so far begin with these'
    set -l words (__azen_words)
    set -l wanted (count $argv)
    test (count $words) -ge $wanted; and test "$words[1..$wanted]" = "$argv"
end

complete -c azen -f
complete -c azen -n __azen_expects -l version -d 'print the version'
)";

// Between single quotes fish knows two escapes only.
std::string quoted(std::string_view text)
{
    std::string out = "'";
    for (const char character : text) {
        if (character == '\'' || character == '\\') {
            out += '\\';
        }
        out += character;
    }
    return out + '\'';
}

// Offered only right behind the words before it: fish would otherwise offer verbs everywhere.
std::string word_line(std::string_view before, std::string_view word, std::string_view help)
{
    const std::string condition =
        before.empty() ? "__azen_expects" : fmt::format("'__azen_expects {}'", before);
    return fmt::format("complete -c azen -n {} -a {} -d {}\n", condition, word, quoted(help));
}

std::string_view offer_of(Completion completion)
{
    switch (completion) {
        case Completion::key: return "-a '(azen complete keys 2>/dev/null)'";
        case Completion::profile: return "-a '(azen complete profiles 2>/dev/null)'";
        case Completion::file: return "-F";
        case Completion::none:
        case Completion::field: break;
    }
    return {};
}

// -x: a value and no files; -r -F: a value, and files for it.
std::string option_line(std::string_view condition,
                        const Option& option,
                        std::span<const std::string_view> words)
{
    std::string line = fmt::format("complete -c azen{} -l {}", condition, option.name);
    if (option.short_name != '\0') {
        line += fmt::format(" -s {}", option.short_name);
    }
    if (!words.empty()) {
        line += fmt::format(" -x -a '{}'", fmt::join(words, " "));
    } else if (option.completion == Completion::profile) {
        line += fmt::format(" -x {}", offer_of(option.completion));
    } else if (option.completion == Completion::file) {
        line += " -r -F";
    } else if (!option.is_flag()) {
        line += " -x";
    }
    return fmt::format("{} -d {}\n", line, quoted(option.help));
}

// Where one is asked for, it is offered for the first argument only: the second one of `keys name`
// is a new name.
std::string positional_line(const Positional& positional, std::string_view words)
{
    const std::string_view offer = offer_of(positional.completion);
    if (offer.empty()) {
        return {};
    }
    const bool repeated = positional.occurs == Occurs::repeatedly;
    return fmt::format("complete -c azen -n '{} {}' {}\n",
                       repeated ? "__azen_using" : "__azen_expects",
                       words,
                       offer);
}

std::string command_lines(const Command& command)
{
    std::string lines;
    const std::string condition = fmt::format(" -n '__azen_using {}'", command.words);
    for (const Option* option : command.options) {
        lines += option_line(condition, *option, offered_values(command, *option));
    }
    if (!command.positionals.empty()) {
        lines += positional_line(command.positionals.front(), command.words);
    }
    return lines;
}

}  // namespace

// Every line carries the condition under which it counts: fish has no other structure.
std::string fish_completion()
{
    std::string out{head};
    for (const Option* option : common_options()) {
        out += option_line("", *option, option->choices);
    }
    for (const Topic& topic : topic_table()) {
        out += word_line("", topic.word, topic.summary);
    }
    for (const Command& command : command_table()) {
        if (command.visibility == Visibility::hidden) {
            continue;
        }
        const std::size_t space = command.words.find(' ');
        if (space != std::string_view::npos) {
            out += word_line(
                command.words.substr(0, space), command.words.substr(space + 1), command.summary);
        } else if (std::string_view{"version help"}.find(command.words) != std::string_view::npos) {
            out += word_line("", command.words, command.summary);
        }
        out += command_lines(command);
    }
    return out;
}

}  // namespace azen::cli
