#include <fmt/core.h>
#include <fmt/ranges.h>

#include <map>
#include <set>
#include <vector>

#include "cli/command_table.h"
#include "cli/docs/completions.h"

namespace azen::cli {
namespace {

// COMP_WORDBREAKS holds '=': "--output=json" arrives as three words.
constexpr std::string_view head =
    R"(# Completions of azen for bash, written by `azen help --completion bash`.

_azen() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command= candidates= positional= index name
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

    case $previous in
)";

constexpr std::string_view tail = R"(    *) return ;;
    esac

    if [[ $positional == key && $current != -* ]]; then
        while IFS= read -r name; do
            [[ $name == "$current"* ]] && COMPREPLY+=("$name")
        done < <("${COMP_WORDS[0]}" complete keys 2>/dev/null)
    else
        mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$current")
    fi
}

complete -F _azen azen
)";

// As a pattern of case: either spelling.
std::string switches_of(const Option& option)
{
    return option.short_name == '\0' ? fmt::format("--{}", option.name)
                                     : fmt::format("--{} | -{}", option.name, option.short_name);
}

// What to do right behind an option that takes a value. An option means the same in every command,
// so one list serves all.
std::string value_cases()
{
    std::map<std::string, std::string> actions;
    for (const Command& command : command_table()) {
        for (const Option* option : command.options) {
            if (option->is_flag()) {
                continue;
            }
            std::string action = "return";
            if (!option->choices.empty()) {
                action =
                    fmt::format("mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$current\"); return",
                                fmt::join(option->choices, " "));
            } else if (option->completion == Completion::file) {
                action = "compopt -o default; return";
            }
            actions[switches_of(*option)] = std::move(action);
        }
    }
    std::string cases;
    for (const auto& [switches, action] : actions) {
        cases += fmt::format("    {}) {} ;;\n", switches, action);
    }
    return cases;
}

std::string command_case(const Command& command)
{
    std::string words;
    for (const Option* option : command.options) {
        words += fmt::format("--{} ", option->name);
    }
    std::string_view positional = "none";
    if (!command.positionals.empty() && command.positionals.front().completion == Completion::key) {
        positional = "key";
    }
    // A command of one word is recognised also when its first argument has been taken for a verb.
    const bool single_word = command.words.find(' ') == std::string_view::npos;
    const std::string pattern = single_word
                                    ? fmt::format("{} | {}\\ *", command.words, command.words)
                                    : fmt::format("'{}'", command.words);
    return fmt::format(
        "    {}) candidates='{}--help' positional={} ;;\n", pattern, words, positional);
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
