#include <string>

#include <doctest/doctest.h>

#include "cli/program_reader.h"

namespace azen::cli {
namespace {

struct Printed {
    Result<int> status = 0;
    std::string text;
};

Printed run(const std::vector<std::string>& words)
{
    Printed printed;
    printed.status =
        read_program(words, [&printed](std::string_view piece) { printed.text += piece; });
    return printed;
}

}  // namespace

TEST_CASE("all that a program prints is handed on, and its exit status given")
{
    const Printed printed = run({"sh", "-c", "printf 'a b\\n'; exit 3"});

    CHECK(printed.status == 3);
    CHECK(printed.text == "a b\n");
}

TEST_CASE("arguments arrive as they are, whatever is in them")
{
    CHECK(run({"printf", "%s|", "a b", "$HOME", "\"'"}).text == "a b|$HOME|\"'|");
}

TEST_CASE("more than a pipe holds is handed on too")
{
    CHECK(run({"head", "-c", "1000000", "/dev/zero"}).text.size() == 1'000'000);
}

TEST_CASE("a program that reads gets nothing, and its errors are not shown")
{
    CHECK(run({"sh", "-c", "cat; echo trouble >&2"}).text.empty());
}

TEST_CASE("the end by a signal is told like a shell does")
{
    CHECK(run({"sh", "-c", "kill -TERM $$"}).status == 143);
}

TEST_CASE("a program that is not there cannot be run")
{
    const Printed printed = run({"azen-no-such-program"});

    REQUIRE_FALSE(printed.status.has_value());
    CHECK(printed.status.error().kind == ErrorKind::not_found);
}

}  // namespace azen::cli
