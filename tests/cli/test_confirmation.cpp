#include <doctest/doctest.h>

#include "cli/confirmation.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::Console;

Result<void> ask(Console& console, Confirmed confirmed = Confirmed::no)
{
    return console.with_context(
        [confirmed](Context& context) { return confirm(context, "Sure?", confirmed); });
}

}  // namespace

TEST_CASE("on a terminal the question is asked, and yes is yes")
{
    Console console;
    console.terminals = {.in = true, .out = true, .err = true};

    for (const char* answer : {"y\n", "Y\n", "yes\n", "y"}) {
        CAPTURE(answer);
        console.type(answer);
        CHECK(ask(console).has_value());
        CHECK(console.err() == "Sure? [y/N] ");
        CHECK(console.out().empty());
    }
}

TEST_CASE("any other answer, and none, declines")
{
    Console console;
    console.terminals = {.in = true, .out = true, .err = true};

    for (const char* answer : {"", "\n", "n\n", "no\n", "yep\n", " y\n"}) {
        CAPTURE(answer);
        console.type(answer);
        CHECK(ask(console).error().kind == ErrorKind::declined);
    }
}

TEST_CASE("without a terminal nothing is asked, and --yes is hinted at")
{
    Console console;
    console.type("y\n");

    const Result<void> outcome = ask(console);

    CHECK(outcome.error().kind == ErrorKind::declined);
    CHECK(test::contains(outcome.error().hint, "--yes"));
    CHECK(console.err().empty());
}

TEST_CASE("with --no-input nothing is asked, not even at a terminal")
{
    Console console;
    console.terminals = {.in = true, .out = true, .err = true};
    console.type("y\n");

    const auto outcome = console.with_context([](Context& context) {
        context.manners.no_input = true;
        return confirm(context, "Sure?", Confirmed::no);
    });

    CHECK(outcome.error().kind == ErrorKind::declined);
    CHECK(test::contains(outcome.error().hint, "--yes"));
    CHECK(console.err().empty());
}

TEST_CASE("what is confirmed already is not asked")
{
    Console console;

    CHECK(ask(console, Confirmed::yes).has_value());
    CHECK(console.err().empty());
}

}  // namespace azen::cli
