#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>

#include "cli/command_table.h"
#include "cli/docs/help_text.h"
#include "cli/output/terminal_text.h"
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
    for (const char* noun : {"users", "orgs", "sessions"}) {
        check_golden("tests/golden/help/" + std::string{noun} + ".txt", topic_help(noun));
    }
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

}  // namespace azen::cli
