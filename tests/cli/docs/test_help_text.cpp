#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>

#include "cli/command_table.h"
#include "cli/docs/help_text.h"
#include "cli/docs/shared_text.h"
#include "cli/output/terminal_text.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

using test::check_golden;

std::string file_name(std::string_view words)
{
    std::string name{words};
    std::ranges::replace(name, ' ', '-');
    return "tests/golden/help/" + name + ".txt";
}

}  // namespace

TEST_CASE("the help of every command is what was agreed on")
{
    for (const Command& command : command_table()) {
        check_golden(file_name(command.words), command_help(command));
    }
}

TEST_CASE("the overview and the help of nouns are what was agreed on")
{
    check_golden("tests/golden/help/azen.txt", overview_help());
    check_golden("tests/golden/help/keys.txt", topic_help("keys"));
    check_golden("tests/golden/help/memory.txt", topic_help("memory"));
}

TEST_CASE("help fits a terminal of 80 columns, but for lines to be pasted whole")
{
    for (const Command& command : command_table()) {
        std::istringstream lines{command_help(command) + overview_help()};
        for (std::string line; std::getline(lines, line);) {
            CAPTURE(line);
            CHECK((display_width(line) <= 80 || line.find("azen ") != std::string::npos));
            CHECK_FALSE(line.ends_with(' '));
        }
    }
}

TEST_CASE("text is broken at spaces, and words that are too long stay whole")
{
    CHECK(wrapped("aa bb cc", 5) == std::vector<std::string>{"aa bb", "cc"});
    CHECK(wrapped("aa bb cc", 80) == std::vector<std::string>{"aa bb cc"});
    CHECK(wrapped("a bbbbbbbb c", 4) == std::vector<std::string>{"a", "bbbbbbbb", "c"});
    CHECK(wrapped("", 4) == std::vector<std::string>{""});
}

TEST_CASE("the help of an option tells its choices, default and variable")
{
    const Option option{.name = "x",
                        .value_name = "X",
                        .help = "an option",
                        .default_value = "a",
                        .environment = "AZEN_X"};

    CHECK(full_help(option) == "an option (default: a) [AZEN_X]");
}

TEST_CASE("help explains a command, a noun or everything, and nothing else")
{
    test::Console console;

    CHECK(console.run({"help"}) == ExitStatus::ok);
    CHECK(console.out() == overview_help());
    CHECK(console.run({"help", "keys"}) == ExitStatus::ok);
    CHECK(console.out() == topic_help("keys"));
    CHECK(console.run({"help", "keys", "create"}) == ExitStatus::ok);
    CHECK(test::contains(console.out(), "Usage: azen keys create NAME [options]"));
    CHECK(console.run({"help", "nothing"}) == ExitStatus::usage);
    CHECK(console.run({"help", "keys", "creat"}) == ExitStatus::usage);
    CHECK(test::contains(console.err(), "keys create"));
}

}  // namespace azen::cli
