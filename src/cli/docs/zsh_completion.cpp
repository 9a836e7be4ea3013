#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "cli/command_table.h"
#include "cli/docs/completions.h"
#include "cli/docs/shared_text.h"

namespace azen::cli {
namespace {

constexpr std::string_view head = R"zsh(#compdef azen
# Completions of azen for zsh, written by `azen help --completion zsh`.

_azen_key_names() {
    local -a names
    names=(${(f)"$(_call_program key-names azen complete keys 2>/dev/null)"})
    compadd -a names
}

_azen_profile_names() {
    local -a names
    names=(${(f)"$(_call_program profile-names azen complete profiles 2>/dev/null)"})
    compadd -a names
}

)zsh";

// Inside single quotes, inside a specification of _arguments: ':' and brackets mean something.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char character : text) {
        if (character == '\'') {
            out += "'\\''";
        } else if (character == ':' || character == '[' || character == ']') {
            out += fmt::format("\\{}", character);
        } else {
            out += character;
        }
    }
    return out;
}

// A lone space tells zsh that there is nothing to offer, but that something has to be typed.
std::string_view action_for(Completion completion)
{
    switch (completion) {
        case Completion::key: return "_azen_key_names";
        case Completion::profile: return "_azen_profile_names";
        case Completion::file: return "_files";
        case Completion::none:
        case Completion::field: break;
    }
    return " ";
}

// The values to choose from come first.
std::string value_action(const Command& command, const Option& option)
{
    const std::span<const std::string_view> values = offered_values(command, option);
    if (!values.empty()) {
        return fmt::format("({})", fmt::join(values, " "));
    }
    return std::string{action_for(option.completion)};
}

// "=" lets the value be joined to a long name, "+" to a short one.
std::string option_spec(const Command& command, const Option& option)
{
    const std::string_view repeat = option.occurs == Occurs::repeatedly ? "*" : "";
    const std::string help = escaped(option.help);
    const std::string value =
        option.is_flag()
            ? ""
            : fmt::format(":{}:{}", escaped(option.value_name), value_action(command, option));
    const std::string_view equals = option.is_flag() ? "" : "=";
    std::string spec =
        fmt::format("            '{}--{}{}[{}]{}'", repeat, option.name, equals, help, value);
    if (option.short_name != '\0') {
        const std::string_view plus = option.is_flag() ? "" : "+";
        spec += fmt::format(" \\\n            '-{}{}[{}]{}'", option.short_name, plus, help, value);
    }
    return spec;
}

// One colon: required; two: optional; with a star: all that follow.
std::string_view place_of(const Positional& positional)
{
    if (positional.occurs == Occurs::repeatedly) {
        return "*:";
    }
    return positional.presence == Presence::optional ? "::" : ":";
}

std::string positional_spec(const Positional& positional)
{
    return fmt::format("            '{}{}:{}'",
                       place_of(positional),
                       escaped(positional.name),
                       action_for(positional.completion));
}

// -s lets single letters be joined, as the parser does.
std::string arguments_case(std::string_view word, const Command& command)
{
    std::vector<std::string> specs;
    for (const auto& options : {command.options, common_options()}) {
        for (const Option* option : options) {
            specs.push_back(option_spec(command, *option));
        }
    }
    // Behind "all that follow" nothing can be told apart by its place any more.
    for (const Positional& positional : command.positionals) {
        specs.push_back(positional_spec(positional));
        if (positional.occurs == Occurs::repeatedly) {
            break;
        }
    }
    return fmt::format("        {})\n            _arguments -s \\\n{}\n            ;;\n",
                       word,
                       fmt::join(specs, " \\\n"));
}

struct Word {
    std::string_view text;
    std::string_view help;
};

// A function that completes one word out of `words`, then goes on by `cases`.
std::string level(std::string_view function,
                  const std::vector<Word>& words,
                  const std::string& cases)
{
    std::string described;
    for (const Word& word : words) {
        described += fmt::format("        '{}:{}'\n", word.text, escaped(word.help));
    }
    return fmt::format(
        "{}() {{\n"
        "    local curcontext=\"$curcontext\" state line\n"
        "    local -a commands\n"
        "    commands=(\n{}    )\n"
        "    _arguments -C '(- *)--help[show help]' '1: :->word' '*:: :->rest'\n"
        "    case $state in\n"
        "    word) _describe -t commands command commands ;;\n"
        "    rest)\n"
        "        case $words[1] in\n{}"
        "        esac\n"
        "        ;;\n"
        "    esac\n"
        "}}\n\n",
        function,
        described,
        cases);
}

bool is_shown_single_word(const Command& command)
{
    return command.visibility == Visibility::shown &&
           command.words.find(' ') == std::string_view::npos;
}

// A noun becomes a function of its own, called when the word before the cursor is its.
std::string noun_function(const Topic& topic)
{
    std::vector<Word> verbs;
    std::string cases;
    for (const Command& command : command_table()) {
        if (belongs_to(command, topic.word) && command.words != topic.word) {
            const std::string_view verb = command.words.substr(topic.word.size() + 1);
            verbs.push_back({verb, command.summary});
            cases += arguments_case(verb, command);
        }
    }
    return verbs.empty() ? "" : level(fmt::format("_azen_{}", topic.word), verbs, cases);
}

}  // namespace

// Nouns first, then single commands: as in the overview.
std::string zsh_completion()
{
    std::string out{head};
    std::vector<Word> words;
    std::string cases;
    for (const Topic& topic : topic_table()) {
        const std::string function = noun_function(topic);
        if (!function.empty()) {
            out += function;
            words.push_back({topic.word, topic.summary});
            cases += fmt::format("        {}) _azen_{} ;;\n", topic.word, topic.word);
        }
    }
    for (const Command& command : command_table()) {
        if (is_shown_single_word(command)) {
            words.push_back({command.words, command.summary});
            cases += arguments_case(command.words, command);
        }
    }
    return out + level("_azen", words, cases) + "_azen \"$@\"\n";
}

}  // namespace azen::cli
