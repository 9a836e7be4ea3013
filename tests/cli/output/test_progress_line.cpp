#include <doctest/doctest.h>

#include "cli/output/progress_line.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

void show_twice(Console& console, milliseconds between)
{
    console.with_context([&](Context& context) {
        ProgressLine line{context};
        line.show("first");
        console.clock.advance(between);
        line.show("second");
        return 0;
    });
}

}  // namespace

TEST_CASE("a person at a terminal sees how far it has come, and nothing is left of it")
{
    Console console;
    console.terminals.err = true;
    console.set("TERM", "xterm");

    show_twice(console, milliseconds{100});

    CHECK(console.err() == "\r\x1b[Kfirst\r\x1b[Ksecond\r\x1b[K");
}

TEST_CASE("it is not drawn more often than can be seen")
{
    Console console;
    console.terminals.err = true;
    console.set("TERM", "xterm");

    show_twice(console, milliseconds{99});

    CHECK_FALSE(contains(console.err(), "second"));
}

TEST_CASE("without a terminal, on a dumb one, and with --quiet nothing is drawn")
{
    Console piped;
    show_twice(piped, milliseconds{100});
    CHECK(piped.err().empty());

    Console dumb;
    dumb.terminals.err = true;
    show_twice(dumb, milliseconds{100});
    CHECK(dumb.err().empty());

    Console quiet;
    quiet.terminals.err = true;
    quiet.set("TERM", "xterm");
    quiet.with_context([](Context& context) {
        context.manners.quiet = true;
        ProgressLine line{context};
        CHECK_FALSE(line.is_shown());
        line.show("first");
        return 0;
    });
    CHECK(quiet.err().empty());
}

TEST_CASE("foreign text in it is made safe, and cut to the terminal")
{
    Console console;
    console.terminals = {.err = true, .columns = 10};
    console.set("TERM", "xterm");

    console.with_context([](Context& context) {
        ProgressLine line{context};
        line.show("\x1b[2Jabcdefghijklmnop");
        return 0;
    });

    CHECK(console.err() == "\r\x1b[K\\x1b[2Ja…\r\x1b[K");
}

TEST_CASE("a bar is as long as its share")
{
    CHECK(progress_bar(0, 10) == "[                    ]   0%");
    CHECK(progress_bar(5, 10) == "[##########          ]  50%");
    CHECK(progress_bar(10, 10) == "[####################] 100%");
    CHECK(progress_bar(11, 10) == "[####################] 100%");
    CHECK(progress_bar(0, 0) == "[####################] 100%");
}

}  // namespace azen::cli
