#include <filesystem>

#include <doctest/doctest.h>

#include "cli/app.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

}  // namespace

TEST_CASE("nothing typed shows what there is, on the error stream, and is a usage error")
{
    Console console;

    CHECK(console.run({}) == ExitStatus::usage);
    CHECK(console.out().empty());
    CHECK(contains(console.err(), "keys create"));
}

TEST_CASE("help is a result wherever it is asked for")
{
    Console console;

    for (const test::Words& words : {test::Words{"--help"},
                                     {"-h"},
                                     {"keys", "--help"},
                                     {"keys", "create", "--help"},
                                     {"keys", "create", "ci", "-h"},
                                     {"help", "--help"}}) {
        CAPTURE(words);
        CHECK(console.run(words) == ExitStatus::ok);
        CHECK(contains(console.out(), "Usage: azen"));
        CHECK(console.err().empty());
    }
}

TEST_CASE("behind two dashes --help is a word like any other")
{
    Console console;

    console.run({"keys", "create", "--", "--help"});

    CHECK_FALSE(contains(console.out(), "Usage"));
    CHECK(contains(console.err(), "made key --help"));
}

TEST_CASE("a noun without a verb shows its verbs and is a usage error")
{
    Console console;

    CHECK(console.run({"keys"}) == ExitStatus::usage);
    CHECK(console.out().empty());
    CHECK(contains(console.err(), "keys verify"));
}

TEST_CASE("a mistyped command is corrected")
{
    Console console;

    CHECK(console.run({"key", "list"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "azen: error: unknown command 'key'"));
    CHECK(contains(console.err(), "azen: hint: did you mean `azen keys`?"));
    CHECK(console.run({"keys", "lsit"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "did you mean `azen keys list`?"));
}

TEST_CASE("a command like nothing there is leads to the list")
{
    Console console;

    CHECK(console.run({"frobnicate"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "`azen --help` lists them"));
}

TEST_CASE("options before the command are refused with an explanation")
{
    Console console;

    CHECK(console.run({"--output", "json", "keys", "list"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "options come after the command"));
}

TEST_CASE("long output is paged for people, and for nobody else")
{
    Console console;
    console.run({"keys", "list"});
    console.run({"--help"});
    CHECK(console.pages == 0);

    console.terminals.out = true;
    console.run({"keys", "list"});
    CHECK(console.pages == 1);
    console.run({"keys", "list", "--no-pager"});
    console.run({"version"});
    CHECK(console.pages == 1);
    console.run({"keys", "list", "--help"});
    console.run({"help"});
    console.run({"--help"});
    CHECK(console.pages == 4);
}

TEST_CASE("a mistake in the configuration keeps nobody from asking for help")
{
    Console console;
    console.set("AZEN_PROFILE", "nobody");

    CHECK(console.run({"keys", "list"}) == ExitStatus::not_found);
    CHECK(console.run({"keys", "list", "--help"}) == ExitStatus::ok);
    CHECK(console.run({"version"}) == ExitStatus::ok);
    CHECK(console.run({"help"}) == ExitStatus::ok);
}

TEST_CASE("the version can be asked for as an option")
{
    Console console;

    CHECK(console.run({"--version"}) == ExitStatus::ok);
    CHECK(console.out().starts_with("azen "));
}

TEST_CASE("a key on the command line is refused before anything is done")
{
    Console console;
    const std::string secret = console.create_key("ci");
    std::filesystem::remove_all(console.home() / ".local");

    const ExitStatus status = console.run({"keys", "create", secret});

    CHECK(status == ExitStatus::usage);
    CHECK_FALSE(std::filesystem::exists(console.store()));
    CHECK_FALSE(contains(console.err(), secret.substr(4, 8)));
}

TEST_CASE("an error is a line for the cause and a line for the next step")
{
    Console console;
    console.create_key("ci");

    CHECK(console.run({"keys", "show", "co"}) == ExitStatus::not_found);
    CHECK(console.out().empty());
    CHECK(console.err().starts_with("azen: error: "));
    CHECK(contains(console.err(), "\nazen: hint: "));
}

}  // namespace azen::cli
