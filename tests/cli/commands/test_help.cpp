#include <doctest/doctest.h>

#include "cli/commands/help.h"
#include "cli/docs/completions.h"
#include "cli/docs/help_text.h"
#include "cli/docs/manual.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

Result<help::Options> parse(const test::Words& words)
{
    return test::parse_as<help::parse>("help", words);
}

}  // namespace

TEST_CASE("help takes any number of words, a page or a shell")
{
    CHECK(parse({})->words.empty());
    CHECK(parse({"keys", "create"})->words == test::Words{"keys", "create"});
    CHECK(parse({"--man", "azen"})->manual == "azen");
    CHECK(parse({"--completion", "fish"})->completion == "fish");
    CHECK(parse({"--completion", "tcsh"}).error().kind == ErrorKind::invalid);
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

TEST_CASE("a hidden command is explained to whoever knows its name")
{
    test::Console console;

    CHECK(console.run({"help", "complete"}) == ExitStatus::ok);
    CHECK(test::contains(console.out(), "Usage: azen complete WHAT"));
}

TEST_CASE("help writes manual pages and completions as they are in the project")
{
    test::Console console;

    CHECK(console.run({"help", "--man", "azen-serve"}) == ExitStatus::ok);
    CHECK(console.out() == *manual_page("azen-serve"));
    CHECK(console.run({"help", "--completion", "zsh"}) == ExitStatus::ok);
    CHECK(console.out() == zsh_completion());
    CHECK(console.err().empty());
}

}  // namespace azen::cli
