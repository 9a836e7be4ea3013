#include <fstream>
#include <vector>

#include <doctest/doctest.h>

#include "cli/new_password.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::contains;

/// Someone at a terminal, who types `input`.
struct Typing {
    explicit Typing(std::string input)
    {
        console.type(std::move(input));
        console.terminals = {.in = true, .out = true, .err = true};
    }

    Result<Secret> read(const PasswordSource& source = {})
    {
        return console.with_context([&](Context& context) {
            context.show_typing = [this](bool shown) {
                shown_changes.push_back(shown);
            };
            return read_new_password(source, context);
        });
    }

    test::Console console;
    std::vector<bool> shown_changes;
};

}  // namespace

TEST_CASE("a password is asked for twice, and not shown")
{
    Typing typing{"correct horse\ncorrect horse\n"};

    const auto password = typing.read();

    REQUIRE(password.has_value());
    CHECK(password->reveal() == "correct horse");
    CHECK(typing.console.err() == "New password: \nOnce more: \n");
    CHECK(typing.shown_changes == std::vector<bool>{false, true, false, true});
    CHECK(typing.console.out().empty());
}

TEST_CASE("two that differ are refused, and neither is quoted")
{
    Typing typing{"correct horse\ncorrect house\n"};

    const auto password = typing.read();

    CHECK(password.error().kind == ErrorKind::invalid);
    CHECK_FALSE(contains(password.error().message + password.error().hint, "correct"));
}

TEST_CASE("what is no password is not asked for again")
{
    Typing typing{"short\nshort\n"};

    CHECK(typing.read().error().kind == ErrorKind::invalid);
    CHECK(typing.console.err() == "New password: \n");
}

TEST_CASE("nobody is asked where there is no terminal, or where it is forbidden")
{
    Typing typing{"correct horse\ncorrect horse\n"};
    typing.console.terminals.in = false;

    CHECK(typing.read().error().kind == ErrorKind::invalid);
    CHECK(typing.console.err().empty());
    CHECK(contains(typing.read().error().hint, "--password-file"));
}

TEST_CASE("standard input gives its first line, spaces and all")
{
    Typing typing{" correct horse \r\nrest\n"};

    CHECK(typing.read({.file = {}, .standard_input = true})->reveal() == " correct horse ");
    CHECK(typing.console.err().empty());
}

TEST_CASE("a file gives its first line")
{
    Typing typing{""};
    const auto file = typing.console.home() / "password";
    std::ofstream{file} << "correct horse";

    CHECK(typing.read({.file = file})->reveal() == "correct horse");
    CHECK(typing.read({.file = typing.console.home() / "none"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("what is given must be a password too")
{
    Typing typing{"short\n"};

    CHECK(typing.read({.file = {}, .standard_input = true}).error().kind == ErrorKind::invalid);
}

}  // namespace azen::cli
