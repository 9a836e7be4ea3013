#include <unistd.h>

#include <array>
#include <string>

#include <doctest/doctest.h>

#include "cli/child_process.h"

namespace azen::cli {
namespace {

using Words = std::vector<std::string>;

std::string read_all(int descriptor)
{
    std::string text;
    std::array<char, 64> buffer{};
    for (ssize_t count = read(descriptor, buffer.data(), buffer.size()); count > 0;
         count = read(descriptor, buffer.data(), buffer.size())) {
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return text;
}

}  // namespace

TEST_CASE("what a program prints can be read, and how it ended")
{
    auto child = ChildProcess::start({"/bin/sh", "-c", "echo $GREETING; exit 3"},
                                     ChildProcess::Pipe::standard_output,
                                     {"GREETING=hello"});
    REQUIRE(child.has_value());

    CHECK(read_all(child->descriptor()) == "hello\n");
    CHECK(child->wait() == 3);
}

TEST_CASE("what a program reads can be written, and ends when it is waited for")
{
    auto child =
        ChildProcess::start({"/bin/sh", "-c", "read line; test \"$line\" = hello; exit $?"},
                            ChildProcess::Pipe::standard_input);
    REQUIRE(child.has_value());

    REQUIRE(write(child->descriptor(), "hello\n", 6) == 6);
    CHECK(child->wait() == 0);
}

TEST_CASE("a signal that ended a program is told as shells tell it")
{
    const auto output = run_program({"/bin/sh", "-c", "kill -TERM $$"}, 10);

    CHECK(output->status == 128 + 15);
}

TEST_CASE("a program that is not there is not found")
{
    const auto child =
        ChildProcess::start({"no-such-program-anywhere"}, ChildProcess::Pipe::standard_input);

    CHECK(child.error().kind == ErrorKind::not_found);
    CHECK(run_program({}, 10).error().kind == ErrorKind::not_found);
}

TEST_CASE("of what a program prints no more is kept than was asked for")
{
    const auto output = run_program({"/bin/sh", "-c", "printf 1234567890"}, 4);

    CHECK(output->text == "1234");
    CHECK(output->status == 0);
}

TEST_CASE("a program that was forgotten is still waited for")
{
    {
        const auto child = ChildProcess::start({"/bin/cat"}, ChildProcess::Pipe::standard_input);
        REQUIRE(child.has_value());
    }

    CHECK(run_program({"/bin/true"}, 1)->status == 0);
}

TEST_CASE("a command is taken apart at its spaces, or left to a shell")
{
    CHECK(command_words("less -R") == Words{"less", "-R"});
    CHECK(command_words("  less\t-R  ") == Words{"less", "-R"});
    CHECK(command_words("").empty());
    CHECK(command_words("pass show 'a b'") == Words{"/bin/sh", "-c", "pass show 'a b'"});
    CHECK(command_words("a | b") == Words{"/bin/sh", "-c", "a | b"});
    CHECK(command_words("A=1 b") == Words{"/bin/sh", "-c", "A=1 b"});
}

}  // namespace azen::cli
