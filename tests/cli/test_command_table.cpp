#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "cli/command_table.h"
#include "cli/docs/completions.h"
#include "cli/docs/help_text.h"
#include "cli/docs/manual.h"
#include "cli/option_parser.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::contains;

bool has_option(const Command& command, std::string_view name)
{
    return std::ranges::find(command.options, name, &Option::name) != command.options.end();
}

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); });
}

// The words of an example as a shell would make them: quotes group, a redirection or a pipe ends
// it.
std::vector<std::string> shell_words(std::string_view line)
{
    if (const std::size_t azen = line.find("azen "); azen != std::string_view::npos) {
        line.remove_prefix(azen + 5);
    }
    std::vector<std::string> words(1);
    bool quoted = false;
    for (const char character : line) {
        if (character == '\'') {
            quoted = !quoted;
        } else if (!quoted && (character == '|' || character == '>' || character == '<')) {
            break;
        } else if (!quoted && character == ' ') {
            words.emplace_back();
        } else {
            words.back() += character;
        }
    }
    std::erase(words, "");
    return words;
}

}  // namespace

TEST_CASE("every row says all that its documentation needs")
{
    for (const Command& command : command_table()) {
        CAPTURE(command.words);
        CHECK((command.run != nullptr));
        CHECK_FALSE(command.summary.empty());
        CHECK(command.summary.size() <= 60);
        CHECK(std::islower(static_cast<unsigned char>(command.summary.front())) != 0);
        CHECK_FALSE(command.summary.ends_with('.'));
        CHECK(command.description.ends_with('.'));
        CHECK_FALSE(command.examples.empty());
        CHECK(is_ascii(command.description));
    }
}

TEST_CASE("no two rows have the same words, and none begins another")
{
    for (const Command& one : command_table()) {
        for (const Command& other : command_table()) {
            CAPTURE(one.words);
            CAPTURE(other.words);
            CHECK((&one == &other || one.words != other.words));
            CHECK_FALSE(other.words.starts_with(std::string{one.words} + ' '));
        }
    }
}

TEST_CASE("options explain themselves, once a row, and mean the same in every row")
{
    std::map<std::string_view, bool> is_flag;
    for (const Command& command : command_table()) {
        std::set<std::string_view> names{"help"};
        std::set<char> letters{'h'};
        for (const Option* option : command.options) {
            CAPTURE(command.words);
            CAPTURE(option->name);
            CHECK(names.insert(option->name).second);
            CHECK((option->short_name == '\0' || letters.insert(option->short_name).second));
            CHECK_FALSE(option->help.empty());
            CHECK(is_ascii(option->help));
            CHECK(is_flag.emplace(option->name, option->is_flag()).first->second ==
                  option->is_flag());
        }
    }
}

TEST_CASE("a default is one of the choices")
{
    for (const Command& command : command_table()) {
        for (const Option* option : command.options) {
            CAPTURE(option->name);
            const bool constrained = !option->choices.empty() && !option->default_value.empty();
            CHECK((!constrained || std::ranges::find(option->choices, option->default_value) !=
                                       option->choices.end()));
        }
    }
}

TEST_CASE("required arguments come first, and only one may be repeated")
{
    for (const Command& command : command_table()) {
        CAPTURE(command.words);
        bool optional_seen = false;
        int repeated = 0;
        for (const Positional& positional : command.positionals) {
            const bool required = positional.presence == Presence::required;
            CHECK_FALSE((required && optional_seen));
            optional_seen = optional_seen || !required;
            repeated += positional.occurs == Occurs::repeatedly ? 1 : 0;
            CHECK_FALSE((repeated > 0 && optional_seen && command.positionals.size() > 1));
            CHECK_FALSE(positional.help.empty());
        }
        CHECK(repeated <= 1);
    }
}

TEST_CASE("every command that prints a result can print it as JSON")
{
    for (const Command& command : command_table()) {
        CAPTURE(command.words);
        const bool prints_no_record = command.words == "audit export" || command.words == "serve" ||
                                      command.words == "help" || command.words == "complete";
        CHECK(has_option(command, "output") != prints_no_record);
    }
}

TEST_CASE("every example is one of its command, and is parsed")
{
    for (const Command& command : command_table()) {
        for (const Example& example : command.examples) {
            CAPTURE(example.line);
            const std::vector<std::string> words = shell_words(example.line);
            const Result<Found> found = find_command(words);
            REQUIRE(found.has_value());
            REQUIRE(found->command != nullptr);
            CHECK(found->command->words == command.words);
            const auto parsed = parse_arguments(*found->command,
                                                std::span{words}.subspan(found->word_count),
                                                Environment{},
                                                test::FakeClock::default_start);
            CHECK_MESSAGE(parsed.has_value(), (parsed ? "" : parsed.error().message));
        }
    }
}

TEST_CASE("every shown command is in the overview, its manual page and every completion")
{
    const std::string overview = overview_help();
    for (const Command& command : command_table()) {
        CAPTURE(command.words);
        const std::string words{command.words};
        const std::string verb = words.substr(words.find(' ') + 1);
        const bool shown = command.visibility == Visibility::shown;
        CHECK(contains(overview, "  " + words + " ") == shown);
        CHECK(contains(*manual_page("azen"), ".It Nm azen " + words + "\n") == shown);
        CHECK(contains(bash_completion(), verb) == true);
        CHECK(contains(zsh_completion(), "'" + verb + ":") == shown);
        CHECK(contains(fish_completion(), " -a " + verb + " ") == shown);
    }
}

TEST_CASE("every option of a command is in its help, its manual page and every completion")
{
    for (const Command& command : command_table()) {
        if (command.visibility == Visibility::hidden) {
            continue;
        }
        const std::string help = command_help(command);
        for (const Option* option : command.options) {
            const std::string name{option->name};
            CAPTURE(command.words);
            CAPTURE(name);
            CHECK(contains(help, "--" + name));
            CHECK(contains(bash_completion(), "--" + name));
            CHECK(contains(zsh_completion(), "--" + name));
            CHECK(contains(fish_completion(),
                           "'__azen_using " + std::string{command.words} + "' -l " + name));
        }
    }
}

TEST_CASE("a command is found by its words, and what follows is left")
{
    const std::vector<std::string> typed{"keys", "show", "ci"};

    const Result<Found> found = find_command(typed);

    REQUIRE(found.has_value());
    CHECK(found->command->words == "keys show");
    CHECK(found->word_count == 2);
}

TEST_CASE("a noun alone is found, and is no command")
{
    const std::vector<std::string> alone{"memory"};
    const std::vector<std::string> with_option{"memory", "--help"};

    CHECK(find_command(alone)->command == nullptr);
    CHECK(find_command(with_option)->command == nullptr);
}

TEST_CASE("hidden commands are found but not suggested")
{
    const std::vector<std::string> hidden{"complete", "keys"};
    const std::vector<std::string> mistyped{"complet"};

    CHECK(find_command(hidden)->command != nullptr);
    CHECK_FALSE(contains(find_command(mistyped).error().hint, "complete"));
}

TEST_CASE("every topic has commands")
{
    for (const Topic& topic : topic_table()) {
        CAPTURE(topic.word);
        CHECK(std::ranges::any_of(command_table(), [&topic](const Command& command) {
            return belongs_to(command, topic.word);
        }));
    }
}

}  // namespace azen::cli
