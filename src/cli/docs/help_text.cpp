#include "cli/docs/help_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/command_table.h"
#include "cli/docs/shared_text.h"

namespace azen::cli {
namespace {

constexpr std::size_t width = 80;
constexpr std::size_t longest_term = 24;  // a longer one has its explanation on the next line

using Terms = std::vector<std::pair<std::string, std::string>>;

// Filled to the width of a terminal nobody has made narrower.
std::string paragraphs(std::string_view text)
{
    std::string out;
    for (const std::string_view paragraph : split(text, "\n\n")) {
        for (const std::string& line : wrapped(paragraph, width)) {
            out += line + '\n';
        }
        out += '\n';
    }
    return out;
}

// A heading, then "  term  explanation" with the explanations in one column.
std::string definitions(std::string_view heading, const Terms& terms)
{
    std::size_t column = 0;
    for (const auto& [term, explanation] : terms) {
        column = std::max(column, term.size() <= longest_term ? term.size() : 0);
    }
    column += 4;
    std::string out = fmt::format("{}:\n", heading);
    for (const auto& [term, explanation] : terms) {
        std::string line = "  " + term;
        if (term.size() > longest_term) {
            out += line + '\n';
            line.clear();
        }
        for (const std::string& part : wrapped(explanation, width - column)) {
            out += fmt::format("{:<{}}{}\n", line, column, part);
            line.clear();
        }
    }
    return out + '\n';
}

// The line stands alone, so that it can be copied whole.
std::string examples_of(const Command& command)
{
    std::string out = "Examples:\n";
    for (const Example& example : command.examples) {
        out += fmt::format("  # {}\n  {}\n", example.purpose, example.line);
    }
    return out + '\n';
}

// Long names line up, whether or not there is a short one.
std::string option_term(const Option& option)
{
    const std::string short_form =
        option.short_name == '\0' ? "    " : fmt::format("-{}, ", option.short_name);
    const std::string value = option.is_flag() ? "" : fmt::format(" {}", option.value_name);
    return fmt::format("{}--{}{}", short_form, option.name, value);
}

// Commands without options of their own have no empty heading.
std::string options_of(std::string_view heading, std::span<const Option* const> options)
{
    Terms terms;
    for (const Option* option : options) {
        terms.emplace_back(option_term(*option), full_help(*option));
    }
    return terms.empty() ? "" : definitions(heading, terms);
}

// Commands without arguments have no empty heading.
std::string arguments_of(const Command& command)
{
    Terms terms;
    for (const Positional& positional : command.positionals) {
        terms.emplace_back(positional.name, positional.help);
    }
    return terms.empty() ? "" : definitions("Arguments", terms);
}

std::string exits_of(std::string_view heading, std::span<const ExitNote> notes)
{
    Terms terms;
    for (const ExitNote& note : notes) {
        terms.emplace_back(std::to_string(static_cast<int>(note.status)), note.meaning);
    }
    return terms.empty() ? "" : definitions(heading, terms);
}

// Hidden commands are for scripts of ours, and explained only when asked for by name.
std::string commands_where(std::string_view heading, auto belongs)
{
    Terms terms;
    for (const Command& command : command_table()) {
        if (command.visibility == Visibility::shown && belongs(command)) {
            terms.emplace_back(command.words, command.summary);
        }
    }
    return definitions(heading, terms);
}

// Every section ends with an empty line; the last one should not.
std::string without_last_newline(std::string text)
{
    text.pop_back();
    return text;
}

// A noun that is a command itself is listed among the single ones.
bool is_group(const Command& command, std::string_view topic)
{
    return belongs_to(command, topic) && command.words != topic;
}

}  // namespace

// Grouped by noun, as one looks for a command; what all share comes last.
std::string overview_help()
{
    std::string out =
        fmt::format("azen - {}\n\nUsage: azen COMMAND [options]\n\n", program_summary);
    for (const Topic& topic : topic_table()) {
        const bool grouped = std::ranges::any_of(command_table(), [&topic](const auto& command) {
            return is_group(command, topic.word);
        });
        if (grouped) {
            out += commands_where(
                fmt::format("azen {} - {}", topic.word, topic.summary),
                [&topic](const Command& command) { return belongs_to(command, topic.word); });
        }
    }
    out += commands_where("More commands", [](const Command& command) {
        return command.words.find(' ') == std::string_view::npos;
    });
    out += options_of("Options of every command", common_options());
    Terms environment;
    for (const EnvironmentNote& note : environment_notes()) {
        environment.emplace_back(note.variable, note.meaning);
    }
    out += definitions("Environment", environment);
    out += exits_of("Exit statuses", shared_exit_notes());
    return out + "`azen COMMAND --help` explains a command; `man azen` has it all.\n";
}

std::string topic_help(std::string_view word)
{
    std::string out;
    const auto topic = std::ranges::find(topic_table(), word, &Topic::word);
    if (topic != topic_table().end()) {
        out += fmt::format("azen {} - {}\n\n", word, topic->summary);
        out += fmt::format("Usage: azen {} COMMAND [options]\n\n", word);
        out += paragraphs(topic->description);
    }
    out += commands_where("Commands",
                          [word](const Command& command) { return belongs_to(command, word); });
    return out + fmt::format("`azen {} COMMAND --help` explains a command.\n", word);
}

// Usage first, then what it is for: who asks for help has usually forgotten the order of arguments.
std::string command_help(const Command& command)
{
    std::string out = fmt::format("azen {} - {}\n\n", command.words, command.summary);
    out += fmt::format("Usage: azen {}{}\n\n", command.words, usage_tail(command));
    out += paragraphs(command.description);
    out += arguments_of(command);
    out += options_of("Options", command.options);
    out += options_of("Options of every command", common_options());
    out += examples_of(command);
    out += exits_of("Exit statuses (beside those of every command)", command.exit_notes);
    return without_last_newline(std::move(out));
}

}  // namespace azen::cli
