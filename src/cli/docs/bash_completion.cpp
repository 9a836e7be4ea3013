#include <fmt/core.h>
#include <fmt/ranges.h>

#include <map>
#include <set>
#include <vector>

#include "cli/command_table.h"
#include "cli/docs/completions.h"
#include "cli/docs/shared_text.h"

namespace azen::cli {
namespace {

// COMP_WORDBREAKS holds '=': "--output=json" arrives as three words.
constexpr std::string_view head =
    R"(# Completions of azen for bash, written by `azen help --completion bash`.

# What `azen complete` lists and begins with the word being typed.
_azen_names() {
    local name
    while IFS= read -r name; do
        [[ $name == "$current"* ]] && COMPREPLY+=("$name")
    done < <("${COMP_WORDS[0]}" complete "$1" 2>/dev/null)
}

_azen() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command= candidates= positional=none index
    COMPREPLY=()
    if [[ $current == '=' ]]; then
        current=
    elif [[ $previous == '=' ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((index = 1; index < COMP_CWORD && index < 3; index++)); do
        [[ ${COMP_WORDS[index]} == -* ]] && break
        command+="${command:+ }${COMP_WORDS[index]}"
    done

    case "$command $previous" in
)";

constexpr std::string_view tail = R"(    *) return ;;
    esac

    if [[ $positional == file && $current != -* ]]; then
        compopt -o default
    elif [[ $positional != none && $current != -* ]]; then
        _azen_names "$positional"
    else
        mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$current")
    fi
}

complete -F _azen azen
)";

// A command of one word is recognised also when its first argument has been taken for a verb.
bool is_single_word(const Command& command)
{
    return command.words.find(' ') == std::string_view::npos;
}

// As a pattern of case for "$command $previous": either spelling, behind any command or this one.
std::string pattern_of(std::string_view words, const Option& option)
{
    const std::string pattern = fmt::format("{}\\ --{}", words, option.name);
    return option.short_name == '\0'
               ? pattern
               : fmt::format("{} | {}\\ -{}", pattern, words, option.short_name);
}

std::string pattern_of(const Command& command, const Option& option)
{
    std::string words{command.words};
    if (is_single_word(command)) {
        return pattern_of(words + '*', option);
    }
    return pattern_of(words.insert(words.find(' '), 1, '\\'), option);
}

// What `azen complete` calls the things to choose from; files the shell knows by itself.
std::string_view listed_as(Completion completion)
{
    switch (completion) {
        case Completion::key: return "keys";
        case Completion::profile: return "profiles";
        case Completion::file: return "file";
        case Completion::none:
        case Completion::field: break;
    }
    return "none";
}

// What to do right behind an option that takes a value.
std::string action_for(const Command& command, const Option& option)
{
    const std::span<const std::string_view> values = offered_values(command, option);
    if (!values.empty()) {
        return fmt::format("mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$current\"); return",
                           fmt::join(values, " "));
    }
    if (option.completion == Completion::profile) {
        return "_azen_names profiles; return";
    }
    return option.completion == Completion::file ? "compopt -o default; return" : "return";
}

/// An option that takes a value, and for what is offered as one the commands where it is.
struct ValueCases {
    const Option* option = nullptr;
    std::map<std::string, std::vector<std::string>> patterns;
};

std::map<std::string_view, ValueCases> options_with_values()
{
    std::map<std::string_view, ValueCases> by_name;
    const auto add = [&by_name](const Command& command, std::span<const Option* const> options) {
        for (const Option* option : options) {
            if (!option->is_flag()) {
                ValueCases& cases = by_name[option->name];
                cases.option = option;
                cases.patterns[action_for(command, *option)].push_back(
                    pattern_of(command, *option));
            }
        }
    };
    for (const Command& command : command_table()) {
        if (command.visibility == Visibility::shown) {
            add(command, command.options);
            add(command, common_options());
        }
    }
    return by_name;
}

// An option whose values are the same in every command needs one case, any other one for each set
// of values.
std::string value_cases()
{
    std::string cases;
    for (const auto& [name, of_option] : options_with_values()) {
        for (const auto& [action, commands] : of_option.patterns) {
            const std::string pattern = of_option.patterns.size() == 1
                                            ? pattern_of("*", *of_option.option)
                                            : fmt::format("{}", fmt::join(commands, " | "));
            cases += fmt::format("    {}) {} ;;\n", pattern, action);
        }
    }
    return cases;
}

std::string command_case(const Command& command)
{
    std::string words;
    for (const auto& options : {command.options, common_options()}) {
        for (const Option* option : options) {
            words += fmt::format("{}--{}", words.empty() ? "" : " ", option->name);
        }
    }
    const std::string_view positional =
        command.positionals.empty() ? "none" : listed_as(command.positionals.front().completion);
    const std::string pattern = is_single_word(command)
                                    ? fmt::format("{} | {}\\ *", command.words, command.words)
                                    : fmt::format("'{}'", command.words);
    return fmt::format("    {}) candidates='{}' positional={} ;;\n", pattern, words, positional);
}

// The words typed so far select the candidates: nothing, a noun, or a whole command.
std::string next_word_cases()
{
    std::map<std::string, std::set<std::string>> next;  // by the words before
    std::string commands;
    for (const Command& command : command_table()) {
        if (command.visibility == Visibility::hidden) {
            continue;
        }
        const std::size_t space = command.words.find(' ');
        next[""].emplace(command.words.substr(0, space));
        if (space != std::string_view::npos) {
            next[std::string{command.words.substr(0, space)}].emplace(
                command.words.substr(space + 1));
        }
        commands += command_case(command);
    }
    next[""].insert({"--help", "--version"});
    std::string cases = "    esac\n\n    case $command in\n";
    for (const auto& [before, words] : next) {
        cases += fmt::format("    '{}') candidates='{}' ;;\n", before, fmt::join(words, " "));
    }
    return cases + commands;
}

}  // namespace

// Two case statements: what follows an option with a value, else what follows the words so far.
std::string bash_completion()
{
    return std::string{head} + value_cases() + next_word_cases() + std::string{tail};
}

// The parser lets no other shell through.
std::string completion_script(std::string_view shell)
{
    if (shell == "bash") {
        return bash_completion();
    }
    return shell == "zsh" ? zsh_completion() : fish_completion();
}

}  // namespace azen::cli
