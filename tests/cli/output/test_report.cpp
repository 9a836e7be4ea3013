#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/report.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

void report(Console& console, const Error& error)
{
    console.with_context([&error](Context& context) {
        print_error(context, error);
        return 0;
    });
}

const Error sample{.kind = ErrorKind::invalid, .message = "that is wrong", .hint = "do it right"};

}  // namespace

TEST_CASE("an error is two lines: the cause and the next step")
{
    Console console;

    report(console, sample);

    CHECK(console.err() == "azen: error: that is wrong\nazen: hint: do it right\n");
    CHECK(console.out().empty());
}

TEST_CASE("an error that suggests no next step gets the one of its kind")
{
    for (const ErrorKind kind : {ErrorKind::invalid,
                                 ErrorKind::not_found,
                                 ErrorKind::refused,
                                 ErrorKind::conflict,
                                 ErrorKind::rate_limited,
                                 ErrorKind::unreachable,
                                 ErrorKind::declined,
                                 ErrorKind::store,
                                 ErrorKind::internal}) {
        CAPTURE(static_cast<int>(kind));
        Console console;
        report(console, {.kind = kind, .message = "alone", .hint = ""});
        CHECK(console.err().starts_with("azen: error: alone\nazen: hint: "));
        CHECK(console.err().size() > 50);
    }
}

TEST_CASE("quiet keeps results and errors, and drops all that is said in passing")
{
    Console console;

    console.with_context([](Context& context) {
        context.manners.quiet = true;
        print_note(context, "by the way");
        print_done(context, "it is done");
        print_result(context, "the result");
        print_error(context, sample);
        return 0;
    });

    CHECK(console.out() == "the result\n");
    CHECK(console.err() == "azen: error: that is wrong\nazen: hint: do it right\n");
}

TEST_CASE("there is colour on a terminal that wants it, and nowhere else")
{
    Console console;
    console.set("TERM", "xterm");

    report(console, sample);
    CHECK_FALSE(contains(console.err(), "\x1b"));
    console.terminals.err = true;
    report(console, sample);
    CHECK(contains(console.err(), "\x1b[1;31merror:\x1b[0m that is wrong"));
    console.set("NO_COLOR", "1");
    report(console, sample);
    CHECK_FALSE(contains(console.err(), "\x1b"));
}

TEST_CASE("a dumb terminal, and one of no type, get no colour")
{
    Console console;
    console.terminals.err = true;

    report(console, sample);
    CHECK_FALSE(contains(console.err(), "\x1b"));
    console.set("TERM", "dumb");
    report(console, sample);
    CHECK_FALSE(contains(console.err(), "\x1b"));
}

TEST_CASE("foreign text in an error can neither command the terminal nor pose as a message")
{
    Console console;

    report(console,
           {.kind = ErrorKind::conflict,
            .message = "two keys:\n  a\nazen: hint: run this\x1b[2J",
            .hint = "look"});

    CHECK_FALSE(contains(console.err(), "\x1b"));
    CHECK_FALSE(contains(console.err(), "\nazen: hint: run"));
    CHECK(contains(console.err(), "\n    a\n"));
}

TEST_CASE("JSON is one object and a newline, valid whatever is in it")
{
    Console console;

    console.with_context([](Context& context) {
        print_json(context, {{"text", "\xff\n"}});
        return 0;
    });

    CHECK(nlohmann::json::accept(console.out()));
    CHECK(console.out().ends_with("}\n"));
    CHECK(contains(console.out(), "\xEF\xBF\xBD"));
}

TEST_CASE("JSON has nothing in it that a terminal obeys, and means the same")
{
    const nlohmann::ordered_json json{{"text", "\u009b2J\u202e\u2066\u200f\u2028\x7f\x1b\u20ac"}};

    const std::string text = json_text(json);

    CHECK(text ==
          "{\n  \"text\": \"\\u009b2J\\u202e\\u2066\\u200f\\u2028\\u007f\\u001b\u20ac\"\n}");
    CHECK(nlohmann::ordered_json::parse(text) == json);
}

}  // namespace azen::cli
