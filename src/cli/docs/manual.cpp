#include "cli/docs/manual.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <span>

#include "cli/command_table.h"
#include "cli/docs/shared_text.h"

namespace azen::cli {
namespace {

// When the text of the pages last changed in substance; a fixed date keeps them reproducible.
constexpr std::string_view date = "November 23, 2026";
constexpr std::size_t source_width = 78;

// What roff would read as something else: its escape character, quotes that it would curve, and
// dashes that it would make hyphens, which cannot be pasted into a shell.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char character : text) {
        switch (character) {
            case '\\': out += "\\e"; break;
            case '`': out += "\\(ga"; break;
            case '\'': out += "\\(aq"; break;
            case '-': out += "\\-"; break;
            default: out += character;
        }
    }
    return out;
}

// A dot at the start of a line would make a macro of it.
std::string text_line(const std::string& line)
{
    return (line.starts_with('.') ? "\\&" : "") + line + '\n';
}

// Running text. Each sentence begins a line: mdoc then spaces them as it should.
std::string prose(std::string_view text)
{
    std::string out;
    for (const std::string_view paragraph : split(text, "\n\n")) {
        out += out.empty() ? "" : ".Pp\n";
        std::string sentences = escaped(paragraph);
        for (std::size_t end = sentences.find(". "); end != std::string::npos;
             end = sentences.find(". ", end + 1)) {
            sentences[end + 1] = '\n';
        }
        for (const std::string_view sentence : split(sentences, "\n")) {
            for (const std::string& line : wrapped(sentence, source_width)) {
                out += text_line(line);
            }
        }
    }
    return out;
}

// The title is in capitals by custom; man finds the page by its file's name.
std::string preamble(std::string_view name, std::string_view summary)
{
    std::string title{name};
    std::ranges::transform(title, title.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return fmt::format(
        ".\\\" Written by `azen help --man {0}` from the command table; do not edit.\n"
        ".Dd {1}\n.Dt {2} 1\n.Os\n.Sh NAME\n.Nm {0}\n.Nd {3}\n",
        name,
        date,
        title,
        summary);
}

// A usage line of macros; the options are left to the text below, where there is room for them.
std::string synopsis_of(const Command& command)
{
    std::string line = fmt::format(".Nm azen {}", command.words);
    for (const Positional& positional : command.positionals) {
        const bool optional = positional.presence == Presence::optional;
        const std::string_view more = positional.occurs == Occurs::repeatedly ? " ..." : "";
        line += fmt::format("\n.{}Ar {}{}", optional ? "Op " : "", positional.name, more);
    }
    return line + (command.options.empty() ? "\n" : "\n.Op Ar options\n");
}

// mdoc's Fl writes one dash itself.
std::string option_item(const Option& option)
{
    std::string item = ".It ";
    if (option.short_name != '\0') {
        item += fmt::format("Fl {} , ", option.short_name);
    }
    item += fmt::format("Fl -{}", option.name);
    if (!option.is_flag()) {
        item += fmt::format(" Ar {}", option.value_name);
    }
    return item + '\n' + prose(full_help(option));
}

// Arguments and options in one list: a reader looks for the word, not for its kind.
std::string items_of(const Command& command)
{
    std::string out = ".Bl -tag -width Ds\n";
    for (const Positional& positional : command.positionals) {
        out += fmt::format(".It Ar {}\n{}", positional.name, prose(positional.help));
    }
    for (const Option* option : command.options) {
        out += option_item(*option);
    }
    return out + ".El\n";
}

std::string exit_items(std::span<const ExitNote> notes)
{
    std::string out = ".Bl -tag -width Ds\n";
    for (const ExitNote& note : notes) {
        out += fmt::format(".It {}\n{}", static_cast<int>(note.status), prose(note.meaning));
    }
    return out + ".El\n";
}

// In the arguments of a macro, mdoc would set a lone mark of punctuation close to what is before
// it, call what has the form of a macro's name, and take double quotes away.
std::string argument_line(std::string_view line)
{
    std::string out;
    for (const std::string_view word : split(line, " ")) {
        const bool is_mark =
            !word.empty() && word.find_first_not_of("()[].,:;?!|") == std::string_view::npos;
        const bool is_name = word.size() < 4 && !word.empty() && word[0] >= 'A' && word[0] <= 'Z';
        out += (out.empty() ? "" : " ") + std::string{is_mark || is_name ? "\\&" : ""};
        for (const char character : word) {
            out += character == '"' ? "\\(dq" : escaped({&character, 1});
        }
    }
    return out;
}

// Each in a line of its own that roff does not fill.
std::string examples_of(const Command& command)
{
    std::string out;
    for (const Example& example : command.examples) {
        out += fmt::format(".Pp\n{}.Dl {}\n",
                           prose(std::string{example.purpose} + ':'),
                           argument_line(example.line));
    }
    return out;
}

// Only the statuses that mean something of their own here: azen(1) has the others.
std::string describe(const Command& command)
{
    std::string out = prose(command.description) + items_of(command);
    if (!command.exit_notes.empty()) {
        out += ".Pp\nExit statuses beside those of every command:\n";
        out += exit_items(command.exit_notes);
    }
    return out;
}

// Pages tell only of what help tells.
std::vector<const Command*> commands_of(std::string_view topic)
{
    std::vector<const Command*> commands;
    for (const Command& command : command_table()) {
        if (command.visibility == Visibility::shown && belongs_to(command, topic)) {
            commands.push_back(&command);
        }
    }
    return commands;
}

// A noun with one command needs no section heading for it.
std::string topic_body(const Topic& topic)
{
    const std::vector<const Command*> commands = commands_of(topic.word);
    const bool grouped = commands.size() > 1;
    std::string out = preamble(fmt::format("azen-{}", topic.word), topic.summary);
    out += ".Sh SYNOPSIS\n";
    for (const Command* command : commands) {
        out += synopsis_of(*command);
    }
    out += ".Sh DESCRIPTION\n";
    if (grouped) {
        out += prose(topic.description);
    }
    for (const Command* command : commands) {
        out += grouped ? fmt::format(".Ss azen {}\n", command->words) : "";
        out += describe(*command);
    }
    return out;
}

// In azen(1) only; the other pages refer to it.
std::string environment_items()
{
    std::string out = ".Bl -tag -width Ds\n";
    for (const EnvironmentNote& note : environment_notes()) {
        out += fmt::format(".It Ev {}\n{}", note.variable, prose(note.meaning));
    }
    return out + ".El\n";
}

// Sorted, and separated by commas, as mdoc wants it.
std::string see_also(std::string_view name)
{
    std::string out = ".Sh SEE ALSO\n";
    std::vector<std::string> others = manual_page_names();
    std::erase(others, name);
    std::ranges::sort(others);
    for (const std::string& other : others) {
        out += fmt::format(".Xr {} 1{}\n", other, other == others.back() ? "" : " ,");
    }
    return out;
}

std::string topic_page(const Topic& topic)
{
    std::string examples;
    for (const Command* command : commands_of(topic.word)) {
        examples += examples_of(*command);
    }
    const std::string_view leading_break = ".Pp\n";  // mdoc wants none after a heading
    examples.erase(0, leading_break.size());
    return topic_body(topic) +
           ".Sh EXIT STATUS\nSee\n.Xr azen 1 ,\n"
           "which also tells of the environment and of the options that every command has.\n"
           ".Sh EXAMPLES\n" +
           examples + see_also(fmt::format("azen-{}", topic.word));
}

// What is common to all commands, and the way to the pages that tell of each.
std::string main_page()
{
    std::string out = preamble("azen", program_summary);
    out += ".Sh SYNOPSIS\n.Nm azen\n.Ar command\n.Op Ar options\n.Sh DESCRIPTION\n";
    out += prose("The commands, each explained by `azen help COMMAND` and in the pages below:");
    out += ".Bl -tag -width Ds\n";
    for (const Command& command : command_table()) {
        if (command.visibility == Visibility::shown) {
            out += fmt::format(".It Nm azen {}\n{}", command.words, prose(command.summary));
        }
    }
    out += ".El\n.Pp\nEvery command takes these options:\n.Bl -tag -width Ds\n";
    for (const Option* option : common_options()) {
        out += option_item(*option);
    }
    out += ".El\n.Sh ENVIRONMENT\nOptions beat the environment, which beats the profile in use.\n" +
           environment_items();
    out += ".Sh FILES\n.Bl -tag -width Ds\n.It Pa ~/.local/share/azen/azen.db\n";
    out +=
        prose("The local store, unless AZEN_DB or --db name another. Only its owner can read it.");
    out += ".It Pa ~/.local/share/azen/azen.db.master-key\n";
    out += prose("The master key that `azen serve` made, if it was given none. Back it up.");
    out += ".It Pa ~/.config/azen/config.toml\n";
    out += prose("The profiles, unless AZEN_CONFIG names another file. See azen-profile(1).");
    out += ".El\n.Sh EXIT STATUS\n" + exit_items(shared_exit_notes());
    out += prose("A reader that closes the pipe early is no failure.");
    return out + see_also("azen");
}

}  // namespace

std::vector<std::string> manual_page_names()
{
    std::vector<std::string> names{"azen"};
    for (const Topic& topic : topic_table()) {
        names.push_back(fmt::format("azen-{}", topic.word));
    }
    return names;
}

Result<std::string> manual_page(std::string_view name)
{
    if (name == "azen") {
        return main_page();
    }
    for (const Topic& topic : topic_table()) {
        if (name == fmt::format("azen-{}", topic.word)) {
            return topic_page(topic);
        }
    }
    return fail(ErrorKind::invalid,
                fmt::format("there is no manual page '{}'", name),
                "`azen help --help` names them");
}

}  // namespace azen::cli
