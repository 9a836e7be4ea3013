#include <sstream>

#include <doctest/doctest.h>

#include "cli/command_table.h"
#include "cli/docs/manual.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "support/process.h"

namespace azen::cli {
namespace {

using test::contains;

bool is_installed(const std::string& program)
{
    return test::run({.arguments = {"sh", "-c", "command -v " + program},
                      .environment = {"PATH=/usr/bin:/bin"}})
               .status == 0;
}

}  // namespace

TEST_CASE("the manual pages in the project are those that the command table makes")
{
    for (const std::string& name : manual_page_names()) {
        test::check_golden("man/" + name + ".1", *manual_page(name));
    }
}

TEST_CASE("every noun has a page, and every command its section in it")
{
    for (const Topic& topic : topic_table()) {
        const std::string page = *manual_page("azen-" + std::string{topic.word});
        for (const Command& command : command_table()) {
            if (belongs_to(command, topic.word)) {
                CAPTURE(command.words);
                CHECK(contains(page, ".Nm azen " + std::string{command.words} + "\n"));
            }
        }
    }
}

TEST_CASE("every exit status and every variable is in azen(1)")
{
    const std::string page = *manual_page("azen");

    for (const char* item : {".It 0\n", ".It 11\n", ".It 130\n", ".It Ev AZEN_API_KEY\n"}) {
        CHECK(contains(page, item));
    }
}

TEST_CASE("no line of a page means something else to roff than to a reader")
{
    for (const std::string& name : manual_page_names()) {
        std::istringstream lines{*manual_page(name)};
        for (std::string line; std::getline(lines, line);) {
            CAPTURE(line);
            const bool is_macro = line.starts_with('.');
            CHECK_FALSE(line.empty());
            CHECK_FALSE(line.starts_with('\''));
            CHECK((is_macro || line.size() <= 80));
            CHECK((is_macro || line.find('`') == std::string::npos));
        }
    }
}

TEST_CASE("a page names every option of its commands, with a value where there is one")
{
    for (const Topic& topic : topic_table()) {
        const std::string page = *manual_page("azen-" + std::string{topic.word});
        for (const Command& command : command_table()) {
            if (!belongs_to(command, topic.word)) {
                continue;
            }
            for (const Option* option : command.options) {
                CAPTURE(option->name);
                const std::string value =
                    option->is_flag() ? "" : " Ar " + std::string{option->value_name};
                CHECK(contains(page, "Fl -" + std::string{option->name} + value + "\n"));
            }
        }
    }
}

TEST_CASE("every page leads to every other")
{
    for (const std::string& name : manual_page_names()) {
        const std::string page = *manual_page(name);
        for (const std::string& other : manual_page_names()) {
            CAPTURE(name);
            CAPTURE(other);
            CHECK((other == name || contains(page, ".Xr " + other + " 1")));
        }
    }
}

TEST_CASE("a page that does not exist is refused")
{
    test::Console console;

    CHECK(manual_page("azen-nothing").error().kind == ErrorKind::invalid);
    CHECK(console.run({"help", "--man", "azen-nothing"}) == ExitStatus::usage);
    CHECK(console.run({"help", "--man", "azen-keys"}) == ExitStatus::ok);
    CHECK(console.out() == *manual_page("azen-keys"));
}

TEST_CASE("every example reads in its page as it is typed")
{
    if (!is_installed("mandoc")) {
        MESSAGE("mandoc is not installed: not checked");
        return;
    }
    for (const Topic& topic : topic_table()) {
        const std::string file =
            test::in_project("man/azen-" + std::string{topic.word} + ".1").string();
        const test::Outcome rendered =
            test::run({.arguments = {"mandoc", "-Tutf8", "-Owidth=200", file},
                       .environment = {"PATH=/usr/bin:/bin"}});
        for (const Command& command : command_table()) {
            if (!belongs_to(command, topic.word)) {
                continue;
            }
            for (const Example& example : command.examples) {
                CAPTURE(example.line);
                CHECK(contains(rendered.out, " " + std::string{example.line} + "\n"));
            }
        }
    }
}

TEST_CASE("mandoc finds nothing to complain about")
{
    if (!is_installed("mandoc")) {
        MESSAGE("mandoc is not installed: not checked");
        return;
    }
    // References are looked up beside the page, so it has to be called from there.
    const std::string directory = test::in_project("man").string();
    const test::Outcome outcome =
        test::run({.arguments = {"sh", "-c", "cd \"$0\" && mandoc -Tlint -- *.1", directory},
                   .environment = {"PATH=/usr/bin:/bin"}});

    CHECK(outcome.out + outcome.err == "");
}

}  // namespace azen::cli
